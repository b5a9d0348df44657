import type { Graph } from '../graph/graph.ts'
import type { HostTensor } from '../graph/tensor.ts'
import type { Vocabulary } from '../graph/vocabulary.ts'
import type { Calibration } from '../learn/calibrate/calibration.ts'

/** What a run has learned, or what a build starts from: by port name (`trunk.h.w`, `table/users`). */
export interface Weights {
  readonly values: ReadonlyMap<string, HostTensor>
  readonly vocabularies: ReadonlyMap<string, Vocabulary>
  readonly calibration: Calibration | undefined
}

type FloatTensor = Extract<HostTensor, { readonly dtype: 'float32' }>

/** The values that a graph reads, calibrators' slopes and intercepts among them; sorted by name. */
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
  const found = new Map<string, FloatTensor>()
  for (const name of [...new Set(names)].sort()) {
    const value = values.get(name) ?? calibrationValue(name, calibration, surface)
    if (value?.dtype !== 'float32') throw new Error(`'${name}' has no value`)
    found.set(name, value)
  }
  return found
}

/** `calibration.<task>.<surface>.<view>`: [slope, intercept]; identity where nothing was fitted. */
function calibrationValue(
  name: string,
  calibration: Calibration | undefined,
  surface: string,
): FloatTensor | undefined {
  const [kind, task = '', of, view = ''] = name.split('.')
  if (kind !== 'calibration' || of !== surface) return undefined
  const fitted = calibration?.tasks[task]?.[surface]?.[view]
  return { dtype: 'float32', dims: [2], data: Float32Array.of(fitted?.slope ?? 1, fitted?.intercept ?? 0) }
}
