import type { FeatureValues } from '../features/feature-values.ts'
import type { FeatureKind } from '../features/kinds.ts'
import type { SurfaceSet } from '../graph/surfaces.ts'

export interface Feature extends FeatureValues {
  readonly type: FeatureKind
  readonly level: string
  /** Undefined: on every surface. */
  readonly surfaces: SurfaceSet | undefined
  readonly servedAs: number | string | undefined
}
