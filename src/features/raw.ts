/**
 * Values of one column as they are served (README.md, What an export is), one entry per row of the batch.
 * Missing is NaN, the least int64, "" or length -1. Columns of a dataset hold no sentinel, those of a caller may.
 */
export type RawColumn = RawFloats | RawIntegers | RawStrings | RawListColumn

/** A list a row. */
export type RawListColumn = RawIdList | RawStringList | RawFloatList

/** A float, or a vector of `size` of them: row r at r * size. */
export interface RawFloats {
  readonly kind: 'float'
  readonly size: number
  readonly values: Float32Array
}

/** An id or int. `lanes` views the same bytes: low word of row r at 2r, high word at 2r + 1. */
export interface RawIntegers {
  readonly kind: 'int64'
  readonly values: BigInt64Array
  readonly lanes: Uint32Array
}

export interface RawStrings {
  readonly kind: 'string'
  readonly values: readonly string[]
}

/** Where each row's elements lie among all of the batch's, oldest first. Length -1 is a missing list. */
interface RawList {
  readonly lengths: Int32Array
  readonly starts: Int32Array
}

/** Of ids, and of ints and bools in a record. */
export interface RawIdList extends RawList {
  readonly kind: 'list'
  readonly of: 'id'
  readonly values: BigInt64Array
  readonly lanes: Uint32Array
}

export interface RawStringList extends RawList {
  readonly kind: 'list'
  readonly of: 'string'
  readonly values: readonly string[]
}

/** Of floats in a record. */
export interface RawFloatList extends RawList {
  readonly kind: 'list'
  readonly of: 'float'
  readonly values: Float32Array
}

/** Features and level keys by name, in columns. Rows are in the batch's order. */
export interface RawColumns {
  readonly rows: number
  readonly columns: ReadonlyMap<string, RawColumn>
}

export const lanesOf = (values: BigInt64Array): Uint32Array =>
  new Uint32Array(values.buffer, values.byteOffset, values.length * 2)

export const rawIntegers = (values: BigInt64Array): RawIntegers => ({ kind: 'int64', values, lanes: lanesOf(values) })
