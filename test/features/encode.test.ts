import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type EncodingSource, padding, type TableLookup } from '../../src/features/encode.ts'
import { definitionOf, type FeatureKind } from '../../src/features/kinds.ts'
import { type RawColumn, rawIntegers } from '../../src/features/raw.ts'
import { rawFeed } from '../../src/features/raw-feeds.ts'
import type { OpAttributes, OpKind, TableDeclaration, TableRowsRule } from '../../src/graph/graph.ts'
import { seedOf } from '../../src/graph/mix.ts'
import { opTable } from '../../src/graph/ops/table.ts'
import type { ReferenceTensor, RowEnvironment } from '../../src/graph/reference.ts'
import { SurfaceSet } from '../../src/graph/surfaces.ts'
import { levelRows } from '../../src/graph/types.ts'
import { missingInteger, type Vocabulary } from '../../src/graph/vocabulary.ts'
import { tableRowsOf } from '../../src/rows/table-rows.ts'
import { TouchedRows } from '../../src/rows/touched-rows.ts'

const id: FeatureKind = { kind: 'id', table: 't' }
const string: FeatureKind = { kind: 'string', table: 't' }
const ids3: FeatureKind = { kind: 'list', element: 'id', length: 3, table: 't' }
const int: FeatureKind = { kind: 'int' }
const pair: FeatureKind = { kind: 'vector', size: 2 }
const float: FeatureKind = { kind: 'float' }

const rowsIn = (type: FeatureKind, source: EncodingSource, table: TableLookup) => [
  ...definitionOf(type).host.tableRows!(source, table),
]
const numbers = (type: FeatureKind, source: EncodingSource) => [...definitionOf(type).host.number!(source)]
const missing = (type: FeatureKind, source: EncodingSource) => [...definitionOf(type).host.missing(source)]
const masks = (type: FeatureKind, source: EncodingSource) => [...definitionOf(type).host.mask!(source)]

const allRows = (count: number): Int32Array => Int32Array.from({ length: count }, (_, row) => row)
const rows = levelRows('row', SurfaceSet.of(['s']))

/** The op's own reference, on the values as a serving graph gets them. */
function reference<K extends OpKind>(
  kind: K,
  raw: ReferenceTensor,
  attributes: OpAttributes[K],
  rowOf?: RowEnvironment['rowOf'],
): number[] {
  const definition = opTable[kind]
  const type = definition.type([raw.type], attributes)
  if ('mismatch' in type) throw new Error(type.found)
  const environment = { rowOf } as RowEnvironment
  return [...definition.evaluate([raw], { id: kind, kind, inputs: [], attributes, type } as never, environment).data]
}

function referenceTensor(column: RawColumn, shape: readonly number[]): ReferenceTensor {
  const count =
    column.kind === 'float'
      ? column.values.length / column.size
      : column.kind === 'list'
        ? column.lengths.length
        : column.values.length
  const tensor = rawFeed(column, 'value', allRows(count), shape)
  const type = { dtype: tensor.dtype, shape, rows }
  if (tensor.dtype === 'string')
    return { type, rows: count, data: new Float64Array(tensor.data.length), strings: tensor.data }
  if (tensor.dtype === 'int64')
    return { type, rows: count, data: Float64Array.from(tensor.data, Number), integers: tensor.data }
  return { type, rows: count, data: Float64Array.from(tensor.data) }
}

const table = (name: string, rule: TableRowsRule): TableDeclaration => ({
  name,
  rule,
  dim: 1,
  initial: { kind: 'zeros' },
})

/** The stated hash in 64-bit arithmetic, written from its definition (mix.ts): another way to the same bits. */
function statedHash(id: bigint, name: string, count: number): number {
  const mask = 0xffffffffn
  const fmix = (h: bigint): bigint => {
    h ^= h >> 16n
    h = (h * 0x85ebca6bn) & mask
    h ^= h >> 13n
    h = (h * 0xc2b2ae35n) & mask
    return h ^ (h >> 16n)
  }
  const word = BigInt.asUintN(64, id)
  const mixed = fmix(fmix((word & mask) ^ BigInt(seedOf(name))) ^ (word >> 32n))
  return 1 + Number(mixed % BigInt(count))
}

const ids = fc.array(
  fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -3n, max: 12n })),
  { minLength: 1 },
)
const encodeIds = (values: readonly bigint[], declaration: TableDeclaration, vocabulary?: Vocabulary): number[] => {
  const column = rawIntegers(BigInt64Array.from(values))
  const feature = { name: 'f', missing: undefined, default: undefined }
  return rowsIn(id, { feature, column, rows: allRows(values.length), size: 1 }, tableRowsOf(declaration, vocabulary))
}

describe('rows of a table', () => {
  test('hash', () => {
    fc.assert(
      fc.property(ids, fc.integer({ min: 1, max: 2 ** 31 - 3 }), (values, count) => {
        const rowsOfIds = encodeIds(values, table('pins', { kind: 'hash', rows: count }))
        expect(rowsOfIds).toEqual(values.map((id) => (id === missingInteger ? 0 : statedHash(id, 'pins', count))))
      }),
    )
  })

  test('range', () => {
    fc.assert(
      fc.property(ids, (values) => {
        const expected = values.map((id) => (id === missingInteger ? 0 : id >= 0n && id < 10n ? Number(id) + 2 : 1))
        expect(encodeIds(values, table('t', { kind: 'range', rows: 10 }))).toEqual(expected)
      }),
    )
  })

  test('vocabulary of ids', () => {
    fc.assert(
      fc.property(ids, fc.uniqueArray(fc.bigInt({ min: -3n, max: 2n ** 40n })), (values, known) => {
        const vocabulary: Vocabulary = { table: 't', of: 'id', ids: BigInt64Array.from(known) }
        const rule: TableRowsRule = { kind: 'vocabulary', rows: 100, file: undefined, of: 'id' }
        const asked = [...values, ...known]
        const expected = asked.map((id) => (id === missingInteger ? 0 : known.includes(id) ? known.indexOf(id) + 2 : 1))
        expect(encodeIds(asked, table('t', rule), vocabulary)).toEqual(expected)
      }),
    )
  })

  test('vocabulary of words', () => {
    const column: RawColumn = { kind: 'string', values: ['b', '', 'a', 'c'] }
    const rule: TableRowsRule = { kind: 'vocabulary', rows: 2, file: undefined, of: 'string' }
    const tableRows = tableRowsOf(table('t', rule), { table: 't', of: 'string', words: ['a', 'b'] })
    const feature = { name: 'f', missing: undefined, default: undefined }
    expect(rowsIn(string, { feature, column, rows: allRows(4), size: 1 }, tableRows)).toEqual([3, 0, 2, 1])
  })

  test('what lies behind a list touches no row, and its mask is 0', () => {
    const values = BigInt64Array.of(5n, 6n, missingInteger)
    const column: RawColumn = {
      kind: 'list',
      of: 'id',
      values,
      lanes: new Uint32Array(values.buffer),
      lengths: Int32Array.of(2, -1, 0, 1),
      starts: Int32Array.of(0, 2, 2, 2),
    }
    const declaration = table('t', { kind: 'range', rows: 10 })
    const feature = { name: 'f', missing: undefined, default: undefined }
    const source = { feature, column, rows: allRows(4), size: 3 }
    expect(rowsIn(ids3, source, tableRowsOf(declaration, undefined))).toEqual([
      ...[7, 8, padding],
      ...[padding, padding, padding],
      ...[padding, padding, padding],
      ...[0, padding, padding],
    ])
    expect(masks(ids3, source)).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0])
    const lengths = rawFeed(column, 'length', allRows(4), [])
    if (lengths.dtype !== 'int64') throw new Error('lengths are int64')
    const count: ReferenceTensor = {
      type: { dtype: 'int64', shape: [], rows },
      rows: 4,
      data: Float64Array.from(lengths.data, Number),
    }
    expect(masks(ids3, source)).toEqual(reference('sequence_mask', count, { length: 3 }))
    // What the graph is fed is as wide as its longest list.
    expect(rawFeed(column, 'value', allRows(4), [3]).dims).toEqual([4, 2])
  })
})

describe('numbers and missing flags are as the ops give them', () => {
  const number = fc.oneof(fc.float(), fc.constantFrom(Number.NaN, Infinity, -Infinity, -124, 0))
  test('floats and vectors', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(number, number), { minLength: 1 }),
        fc.constantFrom(undefined, -124),
        fc.constantFrom(undefined, 7),
        (pairs, sentinel, otherwise) => {
          const column: RawColumn = { kind: 'float', size: 2, values: Float32Array.from(pairs.flat()) }
          const source = {
            feature: { name: 'f', missing: sentinel, default: otherwise },
            column,
            rows: allRows(pairs.length),
            size: 2,
          }
          const raw = referenceTensor(column, [2])
          expect(numbers(pair, source)).toEqual(reference('number', raw, { sentinel, default: otherwise }))
          expect(missing(pair, source)).toEqual(reference('is_missing', raw, { sentinel }))
        },
      ),
    )
  })

  test('integers', () => {
    // Up to 2^53 a double is exact; past it both round to the same 32-bit float but for ties, which ids never meet here.
    const integer = fc.oneof(fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n }), fc.constantFrom(missingInteger, -124n))
    fc.assert(
      fc.property(fc.array(integer, { minLength: 1 }), (values) => {
        const column = rawIntegers(BigInt64Array.from(values))
        const source = {
          feature: { name: 'f', missing: -124, default: 0.5 },
          column,
          rows: allRows(values.length),
          size: 1,
        }
        const raw = referenceTensor(column, [])
        expect(numbers(int, source)).toEqual(
          reference('number', raw, { sentinel: -124, default: 0.5 }).map(Math.fround),
        )
        expect(missing(int, source)).toEqual(reference('is_missing', raw, { sentinel: -124 }))
      }),
    )
  })

  test('a float sentinel is the float32 next to it', () => {
    // 0.1 is no float32: data holds 0.100000001490116 for it.
    const column: RawColumn = { kind: 'float', size: 1, values: Float32Array.of(0.1, 0.2) }
    const source = { feature: { name: 'f', missing: 0.1, default: 7 }, column, rows: allRows(2), size: 1 }
    expect(numbers(float, source)).toEqual([7, Math.fround(0.2)])
    expect(missing(float, source)).toEqual([1, 0])
    const raw = referenceTensor(column, [])
    expect(reference('number', raw, { sentinel: 0.1, default: 7 })).toEqual([7, Math.fround(0.2)])
    expect(reference('is_missing', raw, { sentinel: 0.1 })).toEqual([1, 0])
  })

  test('neighbours of the least int64 and of large sentinels are values', () => {
    const large = 2 ** 53 - 1
    const values = [missingInteger, missingInteger + 1n, BigInt(large), BigInt(large) + 1n, BigInt(large) + 2n]
    const column = rawIntegers(BigInt64Array.from(values))
    const source = { feature: { name: 'f', missing: large, default: 0 }, column, rows: allRows(5), size: 1 }
    expect(missing(int, source)).toEqual([1, 0, 1, 0, 0])
    expect(reference('is_missing', referenceTensor(column, []), { sentinel: large })).toEqual([1, 0, 1, 0, 0])
  })

  test('an int64 is rounded to a float32 once, as a cast does', () => {
    // Half way between two float32 (2^40 apart at 2^63) and one more: a double in between would round it to the tie, and that to even.
    const tie = 2n ** 62n + 2n ** 38n
    const column = rawIntegers(BigInt64Array.of(tie, tie + 1n, -tie, -tie - 1n, 2n ** 53n + 1n))
    const source = { feature: { name: 'f', missing: undefined, default: 0 }, column, rows: allRows(5), size: 1 }
    const up = 2 ** 62 + 2 ** 39
    expect(numbers(int, source)).toEqual([2 ** 62, up, -(2 ** 62), -up, 2 ** 53])
  })

  test('strings', () => {
    const column: RawColumn = { kind: 'string', values: ['', 'a'] }
    const source = { feature: { name: 'f', missing: undefined, default: undefined }, column, rows: allRows(2), size: 1 }
    expect(missing(string, source)).toEqual([1, 0])
  })
})

test('touched rows are numbered by first occurrence, batch by batch', () => {
  const touched = new TouchedRows(10)
  const first = Int32Array.of(7, 3, 7, 0)
  touched.localize(first)
  const second = Int32Array.of(3, 9)
  touched.localize(second)
  expect([...first, ...second]).toEqual([0, 1, 0, 2, 1, 3])
  expect([...touched.take()]).toEqual([7, 3, 0, 9])
  const next = Int32Array.of(padding, 9)
  touched.localize(next)
  expect([...next, ...touched.take()]).toEqual([0, 0, 9])
  expect([...touched.take()]).toEqual([0])
})
