import type { ArtifactInput } from '../emit/onnx/port-inputs.ts'
import type { Port } from '../graph/ports.ts'
import type { HostTensor } from '../graph/tensor.ts'
import { type RowStatus, rowStatus } from '../passes/row-status.ts'

/** Inputs that contradict each other, and the status that every row of them must have. */
export interface MalformedInputs {
  readonly what: string
  readonly feeds: ReadonlyMap<string, HostTensor>
  readonly status: RowStatus
}

/** As many lists are sent with the length of one row for all: a run each, many of which the runtime refuses by itself. */
const mostUneven = 8

/**
 * What a caller of the graph may get wrong that no single input shows, made of good inputs of two rows or more: lengths beyond a list's
 * width and below -1, and the length of one row for all rows.
 */
export function malformedInputs(
  inputs: readonly ArtifactInput[],
  feeds: ReadonlyMap<string, HostTensor>,
): readonly MalformedInputs[] {
  const lists = inputs.flatMap(({ name, from }) => {
    if (from.kind !== 'port' || from.port.kind !== 'feature' || from.port.part !== 'length') return []
    const { feature } = from.port
    const elements = inputs.find(({ from: each }) => each.kind === 'port' && isElements(each.port, feature))
    const [length, list] = [feeds.get(name), feeds.get(elements?.name ?? '')]
    return length?.dtype === 'int64' && list !== undefined ? [{ name, length, width: list.dims[1]! }] : []
  })
  const changed = (what: string, status: RowStatus, name: string, data: BigInt64Array): MalformedInputs => ({
    what,
    status,
    feeds: new Map([...feeds, [name, { dtype: 'int64', dims: [data.length], data }]]),
  })
  return [
    ...lists.flatMap(({ name, length, width }) =>
      [BigInt(width + 1), 2n ** 32n, 2n ** 62n, -2n, -(2n ** 63n)].map((wrong) =>
        changed(
          `'${name}' is ${wrong}`,
          rowStatus.wrongLength,
          name,
          length.data.map(() => wrong),
        ),
      ),
    ),
    ...lists
      .filter(({ length }) => length.data.length > 1)
      .slice(0, mostUneven)
      .map(({ name, length }) =>
        changed(`'${name}' is of one row`, rowStatus.unevenRows, name, length.data.slice(0, 1)),
      ),
  ]
}

/** Of the list of this name, or of some field of the record. */
const isElements = (port: Port, list: string): boolean =>
  port.kind === 'feature' && port.part === 'value' && (port.record ?? port.feature) === list
