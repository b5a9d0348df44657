import { type EncodingSource, padding, type TableLookup } from '../features/encode.ts'
import { definitionOf } from '../features/kinds.ts'
import type { RawColumn } from '../features/raw.ts'
import type { Port } from '../graph/ports.ts'
import { floats, type HostTensor } from '../graph/tensor.ts'
import { sizeOf, type ValueType } from '../graph/types.ts'
import { missingRow } from '../graph/vocabulary.ts'
import type { Feature } from '../model/feature.ts'

/** Raw values, and the rows of them that are encoded. Columns hold no sentinel of an id or a string. */
export interface EncodedFrom {
  readonly column: (name: string) => RawColumn
  /** The view type of each row of the columns. */
  readonly views: readonly string[]
  readonly rows: Int32Array
}

export interface EncodedBy {
  readonly features: ReadonlyMap<string, Feature>
  readonly table: (name: string) => TableLookup
}

/**
 * What the host encodes in an encoding op's place (passes/encode-on-host.ts): [rows, ...shape]. Rows of tables are those of the whole
 * table; behind a list's end they are `padding`.
 */
export function encodedFeature(
  { feature: name, as }: Extract<Port, { kind: 'encoded' }>,
  type: ValueType,
  from: EncodedFrom,
  by: EncodedBy,
): HostTensor {
  const size = sizeOf(type.shape)
  const dims = [from.rows.length, ...type.shape]
  if (as.kind === 'view') return { dtype: 'int32', dims, data: viewPositions(as.views, from) }
  if (as.kind === 'row') return { dtype: 'int32', dims, data: encodedTableRows(name, size, as.table, from, by) }
  const source = sourceOf(name, size, from, by)
  const { host } = definitionOf(source.feature.type)
  switch (as.kind) {
    case 'number':
      return floats(encoding(name, host.number)(source), ...dims)
    case 'missing':
      return floats(host.missing(source), ...dims)
    case 'mask':
      return floats(encoding(name, host.mask)(source), ...dims)
  }
}

/** A feature's rows of a table, [rows, size]. */
export function encodedTableRows(
  name: string,
  size: number,
  table: string,
  from: EncodedFrom,
  by: EncodedBy,
): Int32Array {
  const source = sourceOf(name, size, from, by)
  return encoding(name, definitionOf(source.feature.type).host.tableRows)(source, by.table(table))
}

/** What stands behind a list's end reads the table's missing row, as served graphs have it. */
export const paddedByMissing = (tableRows: Int32Array): Int32Array =>
  tableRows.map((row) => (row === padding ? missingRow : row))

/** A view type that the graph does not know is behind all others. */
function viewPositions(known: readonly string[], { views, rows }: EncodedFrom): Int32Array {
  const positions = new Map(known.map((view, position) => [view, position]))
  return Int32Array.from(rows, (row) => positions.get(views[row]!) ?? known.length)
}

function sourceOf(
  name: string,
  size: number,
  { column, rows }: EncodedFrom,
  { features }: EncodedBy,
): EncodingSource & { readonly feature: Feature } {
  const feature = features.get(name)
  if (feature === undefined) throw new Error(`there is no feature '${name}'`)
  return { feature, column: column(name), rows, size }
}

/** A graph reads what its ops encode, which the kind's definition has. */
function encoding<Encode>(name: string, encode: Encode | undefined): Encode {
  if (encode === undefined) throw new Error(`feature '${name}' has no such encoding`)
  return encode
}
