import type { LevelOrder } from '../graph/levels.ts'
import type { SurfaceSet } from '../graph/surfaces.ts'
import type { Calibration } from './calibration.ts'
import type { Dataset } from './dataset.ts'
import type { Feature } from './feature.ts'
import type { LevelKey } from './level-key.ts'
import type { Serve } from './serve.ts'
import type { Surface } from './surface.ts'
import type { Table } from './table.ts'
import type { Train } from './train.ts'

/** What the models of one program have in common. Maps are by name, in order of it. */
export interface DataSpec {
  readonly surfaces: ReadonlyMap<string, Surface>
  readonly levels: LevelOrder
  /** Dtype of a level key that is no feature: defaults to `id`. */
  readonly levelKeys: ReadonlyMap<string, LevelKey>
  readonly features: ReadonlyMap<string, Feature>
  readonly tables: ReadonlyMap<string, Table>
  readonly datasets: ReadonlyMap<string, Dataset>
}

/** One model with all that its training, its data and its serving are set to; how its towers compute is the graph's. */
export interface ModelSpec extends DataSpec {
  readonly name: string
  readonly live: SurfaceSet
  readonly staged: SurfaceSet
  /** Every task predicted anywhere in the model, sorted. */
  readonly tasks: readonly string[]
  /** By task. */
  readonly calibrations: ReadonlyMap<string, Calibration>
  readonly train: Train | undefined
  readonly serve: Serve | undefined
}
