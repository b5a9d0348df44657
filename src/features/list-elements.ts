import {
  lanesOf,
  type RawColumn,
  type RawFloats,
  type RawIntegers,
  type RawListColumn,
  type RawStrings,
  rawIntegers,
} from './raw.ts'

/** Values that may be a list's elements. */
export type RawElements = RawFloats | RawIntegers | RawStrings

/** Where each row's elements lie. */
export type ListSpans = Pick<RawListColumn, 'lengths' | 'starts'>

/** The elements of all rows as one column: those of row r are its rows from `starts[r]` on. */
export function elementsOf(list: RawListColumn): RawElements {
  switch (list.of) {
    case 'id':
      return { kind: 'int64', values: list.values, lanes: list.lanes }
    case 'string':
      return { kind: 'string', values: list.values }
    case 'float':
      return { kind: 'float', size: 1, values: list.values }
  }
}

/** Lists of such elements. */
export function listOf(elements: RawColumn, { lengths, starts }: ListSpans): RawListColumn {
  switch (elements.kind) {
    case 'int64':
      return { kind: 'list', of: 'id', values: elements.values, lanes: lanesOf(elements.values), lengths, starts }
    case 'string':
      return { kind: 'list', of: 'string', values: elements.values, lengths, starts }
    case 'float':
      return { kind: 'list', of: 'float', values: elements.values, lengths, starts }
    case 'list':
      throw new Error('a list of lists is no column')
  }
}

/** Lists that lie one behind the other. Length -1 is a missing one. */
export function spansOf(lengths: Int32Array): ListSpans & { readonly elements: number } {
  const starts = new Int32Array(lengths.length)
  let elements = 0
  lengths.forEach((length, row) => {
    starts[row] = elements
    elements += Math.max(0, length)
  })
  return { lengths, starts, elements }
}

/** The lists' elements one behind the other. */
export const elementsInOrder = (list: RawListColumn, { lengths }: ListSpans): RawElements =>
  rowsOf(
    elementsOf(list),
    positions(lengths, (row, step) => list.starts[row]! + step),
  )

/** A row's own value for each of its steps. */
export const repeatedInSteps = (column: RawElements, { lengths }: ListSpans): RawElements =>
  rowsOf(
    column,
    positions(lengths, (row) => row),
  )

function positions(lengths: Int32Array, at: (row: number, step: number) => number): Int32Array {
  const found: number[] = []
  lengths.forEach((length, row) => {
    for (let step = 0; step < length; step++) found.push(at(row, step))
  })
  return Int32Array.from(found)
}

function rowsOf(column: RawElements, at: Int32Array): RawElements {
  switch (column.kind) {
    case 'int64':
      return rawIntegers(BigInt64Array.from(at, (row) => column.values[row]!))
    case 'string':
      return { kind: 'string', values: Array.from(at, (row) => column.values[row]!) }
    case 'float':
      return { kind: 'float', size: 1, values: Float32Array.from(at, (row) => column.values[row]!) }
  }
}
