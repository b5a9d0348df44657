import { parametersOf } from '../calibrators/table.ts'
import type { Fits } from '../features/derived/fits.ts'
import type { Graph } from '../graph/graph.ts'
import type { FloatTensor, HostTensor } from '../graph/tensor.ts'
import type { Vocabulary } from '../graph/vocabulary.ts'
import type { Calibration } from '../learn/calibrate/calibration.ts'
import { calibrationParameter } from '../passes/attach-calibration.ts'

/** What a run has learned, or what a build starts from: by port name (`trunk.h.w`, `table/users`). */
export interface Weights {
  readonly values: ReadonlyMap<string, HostTensor>
  readonly vocabularies: ReadonlyMap<string, Vocabulary>
  readonly fits: Fits
  readonly calibration: Calibration | undefined
}

/** The values that a graph reads, calibrators' among them; sorted by name. */
export function weightsOf(
  graph: Graph,
  { values, calibration }: Weights,
  surface: string,
): ReadonlyMap<string, FloatTensor> {
  const names = graph.ops.flatMap((op) => {
    if (op.kind !== 'input') return []
    const { port } = op.attributes
    return port.kind === 'parameter' || port.kind === 'table' ? [op.id] : []
  })
  const fitted = fittedValues(calibration, surface)
  const stated = statedValues(graph)
  const found = new Map<string, FloatTensor>()
  for (const name of [...new Set(names)].sort()) {
    const value = values.get(name) ?? fitted.get(name) ?? stated.get(name)
    if (value?.dtype !== 'float32') throw new Error(`'${name}' has no value`)
    found.set(name, value)
  }
  return found
}

/** The calibrators of a surface's views by the names of their parameters. */
function fittedValues(calibration: Calibration | undefined, surface: string): ReadonlyMap<string, FloatTensor> {
  const fitted = Object.entries(calibration?.tasks ?? {}).flatMap(([task, surfaces]) =>
    Object.entries(surfaces[surface] ?? {}).map(([view, { method, values }]): [string, FloatTensor] => {
      const data = Float32Array.from(parametersOf(method), (name) => values[name] ?? Number.NaN)
      return [calibrationParameter(task, surface, view), { dtype: 'float32', dims: [data.length], data }]
    }),
  )
  return new Map(fitted)
}

/** Parameters with values from their declaration: a calibrator that was not fitted is the identity. */
const statedValues = ({ parameters }: Graph): ReadonlyMap<string, FloatTensor> =>
  new Map(
    parameters.flatMap(({ name, shape, initial }): [string, FloatTensor][] =>
      initial.kind === 'values'
        ? [[name, { dtype: 'float32', dims: shape, data: Float32Array.from(initial.values) }]]
        : [],
    ),
  )
