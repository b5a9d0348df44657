import { keepMetrics } from '../../metrics/table.ts'
import type { ChosenOptimizer } from '../../optimizers/chosen.ts'
import { type OptimizerName, optimizersOf } from '../../optimizers/table.ts'
import type { Keep, Train } from '../train.ts'
import { type Codec, map, number, object, oneOf, optional, text, through } from './codec.ts'

const settings: Codec<ChosenOptimizer['settings']> = through(
  map(number),
  (record) => new Map(Object.entries(record)),
  (found) => Object.fromEntries(found),
)

const optimizer = <Name extends OptimizerName>(names: readonly Name[]): Codec<ChosenOptimizer<Name>> =>
  object<ChosenOptimizer<Name>>({ name: oneOf(...names), settings })

export const train: Codec<Train> = object<Train>({
  dataset: optional(text),
  batch: number,
  epochs: number,
  optimizer: optimizer(optimizersOf('parameter')),
  tables: optimizer(optimizersOf('table')),
  tasks: map(number),
  surfaces: map(number),
  clip: optional(number),
  seed: number,
  keep: optional(
    object<Keep>({ task: text, metric: oneOf(...keepMetrics), every: number, patience: optional(number) }),
  ),
})
