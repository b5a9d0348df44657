import { isMissingFloat, isMissingWord, isMissingWords, wordsAsDouble } from '../graph/missing.ts'
import type { FeatureValues } from './feature-values.ts'
import type { RawColumn } from './raw.ts'

/** What a feature's encodings are made from: its raw values, at the rows that stand for the groups. */
export interface EncodingSource {
  readonly feature: FeatureValues
  readonly column: RawColumn
  /** The first row of each group. */
  readonly rows: Int32Array
  /** Elements per group that the graph expects: 1, a vector's size, a list's length. */
  readonly size: number
}

/** How ids, as two 32-bit words, and strings find their rows in one table. */
export interface TableLookup {
  ofId(low: number, high: number): number
  ofWord(word: string): number
}

/** Stands for the row of a step behind a list's end: it is read, since steps lie side by side, and masked. */
export const padding = -1

export function encodeIdRows(source: EncodingSource, table: TableLookup): Int32Array {
  const { lanes } = stored(source, 'int64')
  return Int32Array.from(source.rows, (row) => table.ofId(lanes[2 * row]!, lanes[2 * row + 1]!))
}

export function encodeWordRows(source: EncodingSource, table: TableLookup): Int32Array {
  const { values } = stored(source, 'string')
  return Int32Array.from(source.rows, (row) => table.ofWord(values[row]!))
}

export function encodeListRows(source: EncodingSource, table: TableLookup): Int32Array {
  const { rows, size } = source
  const column = stored(source, 'list')
  const result = new Int32Array(rows.length * size).fill(padding)
  for (let i = 0; i < rows.length; i++) {
    const all = column.lengths[rows[i]!]!
    const length = Math.min(all, size)
    // The newest are kept, as a served graph keeps them.
    const start = column.starts[rows[i]!]! + Math.max(0, all - size)
    for (let j = 0; j < length; j++) {
      const at = start + j
      result[i * size + j] =
        column.of === 'id'
          ? table.ofId(column.lanes[2 * at]!, column.lanes[2 * at + 1]!)
          : table.ofWord(String(column.values[at]))
    }
  }
  return result
}

export function encodeListMask(source: EncodingSource): Float32Array {
  const { rows, size } = source
  const { lengths } = stored(source, 'list')
  const mask = new Float32Array(rows.length * size)
  for (let i = 0; i < rows.length; i++) {
    const length = Math.min(lengths[rows[i]!]!, size)
    if (length > 0) mask.fill(1, i * size, i * size + length)
  }
  return mask
}

export function encodeListMissing(source: EncodingSource): Float32Array {
  const { lengths } = stored(source, 'list')
  return Float32Array.from(source.rows, (row) => (lengths[row]! < 0 ? 1 : 0))
}

export function encodeWordMissing(source: EncodingSource): Float32Array {
  const { values } = stored(source, 'string')
  return Float32Array.from(source.rows, (row) => (isMissingWord(values[row]!) ? 1 : 0))
}

export const encodeIntegerNumber = (source: EncodingSource): Float32Array => {
  const otherwise = defaultOf(source)
  return mapIntegers(source, (low, high, missing) => (missing ? otherwise : wordsAsDouble(low, high)))
}

export const encodeIntegerMissing = (source: EncodingSource): Float32Array =>
  mapIntegers(source, (_low, _high, missing) => (missing ? 1 : 0))

export function encodeFloatNumber(source: EncodingSource): Float32Array {
  const otherwise = defaultOf(source)
  return mapFloats(source, (value, missing) => (missing ? otherwise : value))
}

export const encodeFloatMissing = (source: EncodingSource): Float32Array =>
  mapFloats(source, (_, missing) => (missing ? 1 : 0))

const defaultOf = ({ feature }: EncodingSource): number =>
  typeof feature.default === 'number' ? feature.default : Number.NaN

function mapFloats(source: EncodingSource, map: (value: number, missing: boolean) => number): Float32Array {
  const { rows, size } = source
  const { values } = stored(source, 'float')
  const isMissing = isMissingFloat(sentinelOf(source))
  const result = new Float32Array(rows.length * size)
  for (let i = 0; i < rows.length; i++)
    for (let j = 0; j < size; j++) {
      const value = values[rows[i]! * size + j]!
      result[i * size + j] = map(value, isMissing(value))
    }
  return result
}

function mapIntegers(
  source: EncodingSource,
  map: (low: number, high: number, missing: boolean) => number,
): Float32Array {
  const { lanes } = stored(source, 'int64')
  const isMissing = isMissingWords(sentinelOf(source))
  return Float32Array.from(source.rows, (row) => {
    const [low, high] = [lanes[2 * row]!, lanes[2 * row + 1]!]
    return map(low, high, isMissing(low, high))
  })
}

const sentinelOf = ({ feature }: EncodingSource): number | undefined =>
  typeof feature.missing === 'number' ? feature.missing : undefined

type Stored<Kind extends RawColumn['kind']> = Extract<RawColumn, { readonly kind: Kind }>

/** A definition encodes what it has read: another column is a defect. */
function stored<Kind extends RawColumn['kind']>({ column, feature }: EncodingSource, kind: Kind): Stored<Kind> {
  const isOf = (each: RawColumn): each is Stored<Kind> => each.kind === kind
  if (!isOf(column)) throw new Error(`'${feature.name}' is stored as ${column.kind}, not as ${kind}`)
  return column
}
