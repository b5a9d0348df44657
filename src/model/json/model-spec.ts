import { calibratorNames } from '../../calibrators/table.ts'
import { type LevelDeclaration, LevelOrder } from '../../graph/levels.ts'
import type { Calibration } from '../calibration.ts'
import type { LevelKey } from '../level-key.ts'
import type { ModelSpec } from '../model-spec.ts'
import type { Serve } from '../serve.ts'
import type { Surface } from '../surface.ts'
import {
  boolean,
  type Codec,
  type Json,
  list,
  map,
  number,
  object,
  oneOf,
  optional,
  SpecFileError,
  text,
  through,
} from './codec.ts'
import { dataset } from './dataset.ts'
import { feature, surfaceSet } from './feature.ts'
import { table } from './table.ts'
import { train } from './train.ts'

const levels: Codec<LevelOrder> = through(
  list(object<LevelDeclaration>({ name: text, by: list(text), within: list(text) })),
  ({ declarations }) => declarations,
  (declarations) => new LevelOrder(declarations),
)

const calibration: Codec<Calibration> = object<Calibration>({
  task: text,
  by: oneOf('view', 'surface', 'all'),
  method: oneOf(...calibratorNames),
  atLeast: number,
  otherwise: list(oneOf('surface', 'all')),
})

const serve: Codec<Serve> = object<Serve>({
  dedupe: list(text),
  budget: object<Serve['budget']>({ multiplyAdds: map(number), parameters: optional(number) }),
})

const modelSpec: Codec<ModelSpec> = object<ModelSpec>({
  name: text,
  live: surfaceSet,
  staged: surfaceSet,
  tasks: list(text),
  surfaces: map(object<Surface>({ name: text, views: list(text) })),
  levels,
  levelKeys: map(object<LevelKey>({ name: text, type: oneOf('id', 'string', 'int'), isFeature: boolean })),
  features: map(feature),
  tables: map(table),
  datasets: map(dataset),
  calibrations: map(calibration),
  train: optional(train),
  serve: optional(serve),
})

/** Raised when an older reader would misread the file. */
const format = 1

/** The file's text: equal specs give equal bytes. */
export const modelSpecText = (spec: ModelSpec): string =>
  `${JSON.stringify({ format, model: modelSpec.encode(spec) }, null, 2)}\n`

/** The spec of a file's text. Throws SpecFileError where it is none of this format. */
export function readModelSpec(content: string): ModelSpec {
  const { format: found, model } = file.decode(parsed(content), '')
  if (found !== format) throw new SpecFileError('format', `${format}, the one that this version of ctrc reads`)
  return modelSpec.decode(model, '')
}

const file = object<{ readonly format: number; readonly model: Json | undefined }>({
  format: number,
  model: { encode: (json) => json, decode: (json) => json },
})

function parsed(content: string): Json {
  try {
    return JSON.parse(content)
  } catch {
    throw new SpecFileError('', 'JSON')
  }
}
