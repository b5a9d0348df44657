import type { ArtifactInput } from '../emit/onnx/port-inputs.ts'
import type { RawColumns } from '../features/raw.ts'
import { rawFeed } from '../features/raw-feeds.ts'
import type { HostTensor } from '../graph/tensor.ts'

/** Raw rows of one surface: `rows` are positions in `raw` and `views`. */
export interface RawRows {
  readonly surface: string
  readonly raw: RawColumns
  /** The view type of each row of `raw`. */
  readonly views: readonly string[]
  readonly rows: Int32Array
}

export const pickRows = (from: RawRows, positions: readonly number[]): RawRows => ({
  ...from,
  rows: Int32Array.from(positions, (position) => from.rows[position]!),
})

/**
 * The inputs of an emitted graph filled from raw rows. A graph of several surfaces gets rows of this one alone: inputs of others
 * are empty, offsets say so.
 */
export const servingFeeds = (inputs: readonly ArtifactInput[], rows: RawRows): ReadonlyMap<string, HostTensor> =>
  new Map(inputs.map((input) => [input.name, feed(input, rows)]))

const none = new Int32Array(0)

function feed({ name, from }: ArtifactInput, { surface, raw, views, rows }: RawRows): HostTensor {
  if (from.kind === 'key') return rawFeed(column(raw, from.key), 'value', rows, [])
  const { port, type } = from
  if (port.kind === 'offsets') {
    let end = 0
    const ends = port.surfaces.names.map((each) => {
      end += each === surface ? rows.length : 0
      return end
    })
    return { dtype: 'int32', dims: [ends.length + 1], data: Int32Array.of(0, ...ends) }
  }
  if (port.kind !== 'feature') throw new Error(`a serving graph asks for '${name}', which is no feature`)
  const isHere = type.rows.kind !== 'level' || type.rows.surfaces.has(surface)
  const present = isHere ? rows : none
  if (port.feature === 'view') {
    return { dtype: 'string', dims: [present.length], data: Array.from(present, (row) => views[row] ?? '') }
  }
  return rawFeed(column(raw, port.feature), port.part, present, type.shape)
}

function column(raw: RawColumns, name: string) {
  const found = raw.columns.get(name)
  if (found === undefined) throw new Error(`the rows have no column '${name}'`)
  return found
}
