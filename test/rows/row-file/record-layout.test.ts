import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type RawColumn, rawIntegers } from '../../../src/features/raw.ts'
import type { Storage } from '../../../src/features/reading.ts'
import type { ReadRows } from '../../../src/rows/read-rows.ts'
import { RecordLayout } from '../../../src/rows/row-file/record-layout.ts'

/** Behind each kind whose size differs from row to row is another such column. */
const storages: readonly Storage[] = [
  { kind: 'float' },
  { kind: 'list', of: 'id', length: 5 },
  { kind: 'floats', size: 3 },
  { kind: 'string' },
  { kind: 'list', of: 'string', length: 4 },
  { kind: 'int64' },
  { kind: 'string' },
]

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ minLength: 60, maxLength: 90 }),
  // Longer than what is remembered, so that they are written out.
  fc.string({ unit: 'grapheme', minLength: 60, maxLength: 90 }),
  fc.constant(`\ufeff${'bom'.repeat(30)}`),
)
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const float = fc.oneof(fc.float(), fc.constantFrom(Number.NaN, -0, Infinity))
/** Undefined: a missing list. */
const listOf = <T>(element: fc.Arbitrary<T>, most: number) =>
  fc.option(fc.array(element, { maxLength: most }), { nil: undefined })

const row = fc.record({
  case: fc.nat(300),
  weight: fc.double(),
  labels: fc.tuple(...Array.from({ length: 5 }, () => fc.constantFrom(-1, 0, 1))),
  float,
  words: listOf(text, 4),
  vector: fc.tuple(float, float, float),
  word: text,
  other: text,
  id: long,
  ids: listOf(long, 5),
})
type Row = typeof row extends fc.Arbitrary<infer Value> ? Value : never

/** Lists lie behind each other with something unused between them, as after a cut. */
function spans<T>(lists: readonly (readonly T[] | undefined)[], unused: T) {
  const values: T[] = []
  const starts = lists.map((list) => {
    values.push(unused)
    const start = values.length
    values.push(...(list ?? []))
    return start
  })
  return { values, starts: Int32Array.from(starts), lengths: Int32Array.from(lists, (list) => list?.length ?? -1) }
}

/** The same values behind others in one buffer, as part of an array that is reused. */
function partOfLarger(values: Float32Array): Float32Array
function partOfLarger(values: Float64Array): Float64Array
function partOfLarger(values: Uint32Array): Uint32Array
function partOfLarger(values: Float32Array | Float64Array | Uint32Array): Float32Array | Float64Array | Uint32Array {
  const length = values.length + 3
  const larger =
    values instanceof Float32Array
      ? new Float32Array(length)
      : values instanceof Float64Array
        ? new Float64Array(length)
        : new Uint32Array(length)
  larger.fill(7)
  larger.set(values, 2)
  return larger.subarray(2, -1)
}

const kinds = [undefined, 'soft', undefined, undefined, 'soft'] as const

function columns(rows: readonly Row[]): ReadRows {
  const words = spans(
    rows.map(({ words }) => words),
    'unused',
  )
  const ids = spans(
    rows.map(({ ids }) => ids),
    9n,
  )
  const raw: readonly RawColumn[] = [
    { kind: 'float', size: 1, values: partOfLarger(Float32Array.from(rows, ({ float }) => float)) },
    {
      ...rawIntegers(BigInt64Array.from(ids.values)),
      kind: 'list',
      of: 'id',
      starts: ids.starts,
      lengths: ids.lengths,
    },
    { kind: 'float', size: 3, values: partOfLarger(Float32Array.from(rows.flatMap(({ vector }) => vector))) },
    { kind: 'string', values: rows.map(({ word }) => word) },
    { kind: 'list', of: 'string', ...words },
    rawIntegers(BigInt64Array.from(rows, ({ id }) => id)),
    { kind: 'string', values: rows.map(({ other }) => other) },
  ]
  return {
    rows: rows.length,
    cases: Int32Array.from(rows, (each) => each.case),
    weights: partOfLarger(Float64Array.from(rows, ({ weight }) => weight)),
    labels: kinds.map((kind, task) => {
      const values = rows.map(({ labels }) => labels[task]!)
      // A soft one may be any number, such as a third.
      return kind === 'soft' ? Float32Array.from(values, (value) => value / 3) : Int8Array.from(values)
    }),
    raw,
  }
}

/** What a row is, whatever the places of its lists. Object.is tells -0 and NaN, as `toEqual` does. */
const rowOf = ({ cases, weights, labels, raw }: ReadRows, row: number): readonly unknown[] => [
  cases[row],
  weights[row],
  labels.map((each) => each[row]),
  raw.map((column) => {
    if (column.kind === 'float') return [...column.values.subarray(row * column.size, (row + 1) * column.size)]
    if (column.kind !== 'list') return column.values[row]
    const start = column.starts[row]!
    return column.lengths[row]! < 0 ? undefined : [...column.values.slice(start, start + column.lengths[row]!)]
  }),
]

test('what is read is what was written, in any order of rows', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), fc.infiniteStream(fc.nat()), (rows, picks) => {
      const layout = new RecordLayout(kinds, storages)
      const written = columns(rows)
      const { words, starts } = layout.write(written)
      expect(starts.length).toBe(rows.length + 1)
      const picked = Array.from({ length: 2 * rows.length }, () => picks.next().value % rows.length)
      const records = { words: partOfLarger(words), starts: Uint32Array.from(picked, (each) => starts[each]!) }
      const read = layout.read(records)
      expect(picked.map((_, i) => rowOf(read, i))).toEqual(picked.map((each) => rowOf(written, each)))
      expect([...layout.casesOf(records)]).toEqual(picked.map((each) => rows[each]!.case))
    }),
  )
})

test('of rows that are written after others, texts are those of their own', () => {
  const layout = new RecordLayout([], [{ kind: 'string' }])
  const write = (values: readonly string[]) => {
    const { words, starts } = layout.write({
      rows: values.length,
      cases: new Int32Array(values.length),
      weights: new Float64Array(values.length),
      labels: [],
      raw: [{ kind: 'string', values }],
    })
    const sizeOf = (row: number): number => starts[row + 1]! - starts[row]!
    return { words: words.slice(), starts: starts.slice(0, -1), sizeOf }
  }
  // More words than are remembered, so that the last are written out.
  const words = Array.from({ length: 70_000 }, (_, i) => `w${i}`)
  const [first, second] = [write(words), write(['w0', 'w69999', '', 'new'])]
  // Case and weight, and a number; or a length and six bytes, of the first that is not remembered.
  expect([0, 65_535, 65_536].map(first.sizeOf)).toEqual([4, 4, 6])
  expect([0, 1].map(second.sizeOf)).toEqual([4, 6])
  expect(layout.read(first).raw[0]).toEqual({ kind: 'string', values: words })
  expect(layout.read(second).raw[0]).toEqual({ kind: 'string', values: ['w0', 'w69999', '', 'new'] })
})
