import type { ArtifactInput } from '../emit/onnx/port-inputs.ts'
import type { RawColumn, RawColumns } from '../features/raw.ts'
import { rawFeed } from '../features/raw-feeds.ts'
import type { Port } from '../graph/ports.ts'
import type { HostTensor } from '../graph/tensor.ts'
import type { ValueType } from '../graph/types.ts'

/** Raw rows of one surface: `rows` are positions in `raw` and `views`. */
export interface RawRows {
  readonly surface: string
  readonly raw: RawColumns
  /** The view type of each row of `raw`. */
  readonly views: readonly string[]
  readonly rows: Int32Array
}

/** Fills an input that the host encodes, for `rows` of the batch. */
export type HostEncoding = (port: Extract<Port, { kind: 'encoded' }>, type: ValueType, rows: RawRows) => HostTensor

export const pickRows = (from: RawRows, positions: readonly number[]): RawRows => ({
  ...from,
  rows: Int32Array.from(positions, (position) => from.rows[position]!),
})

/**
 * The inputs of an emitted graph filled from raw rows; `encoding` fills those that the host encodes. A graph of several surfaces gets
 * rows of this one alone: inputs of others are empty, and offsets agree.
 */
export const servingFeeds = (
  inputs: readonly ArtifactInput[],
  rows: RawRows,
  encoding?: HostEncoding,
): ReadonlyMap<string, HostTensor> => new Map(inputs.map((input) => [input.name, feed(input, rows, encoding)]))

const none = new Int32Array(0)

function feed({ name, from }: ArtifactInput, given: RawRows, encoding: HostEncoding | undefined): HostTensor {
  const { surface, raw, views, rows } = given
  if (from.kind === 'key') return rawFeed(rawColumn(raw, from.key), 'value', rows, [])
  const { port, type } = from
  if (port.kind === 'offsets') {
    let end = 0
    const ends = port.surfaces.names.map((each) => {
      end += each === surface ? rows.length : 0
      return end
    })
    return { dtype: 'int32', dims: [ends.length + 1], data: Int32Array.of(0, ...ends) }
  }
  const isHere = type.rows.kind !== 'level' || type.rows.surfaces.has(surface)
  const present = isHere ? rows : none
  if (port.kind === 'encoded' && encoding !== undefined) return encoding(port, type, { ...given, rows: present })
  if (port.kind !== 'feature') throw new Error(`a serving graph asks for '${name}', which is no feature`)
  if (port.feature === 'view') {
    return { dtype: 'string', dims: [present.length], data: Array.from(present, (row) => views[row]!) }
  }
  return rawFeed(rawColumn(raw, port.feature), port.part, present, type.shape)
}

export function rawColumn({ columns }: RawColumns, name: string): RawColumn {
  const found = columns.get(name)
  if (found === undefined) throw new Error(`the rows have no column '${name}'`)
  return found
}
