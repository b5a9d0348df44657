import { describe, expect, test } from 'vitest'
import type { EncodingSource, TableLookup } from '../../src/features/encode.ts'
import { declaredKind, definitionOf, type ScalarKindName, scalarKinds } from '../../src/features/kinds.ts'
import { elementsOf } from '../../src/features/list-elements.ts'
import type { RawListColumn } from '../../src/features/raw.ts'

const length = 4
const fieldOf = (element: ScalarKindName) => definitionOf(declaredKind('field', { size: length, element, table: 't' }))
const record = definitionOf(declaredKind('record', { size: length, element: 'id', table: undefined, fields: ['f'] }))
const feature = { name: 'recent.f', missing: undefined, default: 3 }
const seeds = Array.from({ length: 200 }, (_, i) => i * 7919)
const rows = Int32Array.from(seeds, (_, row) => row)

function generated(element: ScalarKindName): RawListColumn {
  const column = fieldOf(element).generate(feature, seeds, undefined)
  if (column.kind !== 'list') throw new Error('a field is a list')
  return column
}

/** Rows of a table that tell values apart. */
const table: TableLookup = {
  ofId: (low, high) => (low === 0 && high === 0x80000000 ? 0 : 1 + ((low ^ high) & 1023)),
  ofWord: (word) => (word === '' ? 0 : word.length),
}

describe.each(scalarKinds)('a field of %ss', (element) => {
  const column = generated(element)
  const { host, column: reading, graph } = fieldOf(element)
  const source: EncodingSource = { feature, column, rows, size: length }
  const scalar = definitionOf(declaredKind(element, { size: 1, element: 'id', table: 't' })).host

  test('encodes each of its newest steps as its scalar kind encodes it', () => {
    const elements = elementsOf(column)
    const one = (step: number): EncodingSource => ({ feature, column: elements, rows: Int32Array.of(step), size: 1 })
    const encodings = [
      [host.missing(source), (step: number) => scalar.missing(one(step))[0]],
      [host.number?.(source), (step: number) => scalar.number?.(one(step))[0]],
      [host.tableRows?.(source, table), (step: number) => scalar.tableRows?.(one(step), table)[0]],
    ] as const
    for (const [found, expected] of encodings) {
      if (found === undefined) continue
      for (const row of rows) {
        const all = Math.max(0, column.lengths[row]!)
        const kept = Math.min(all, length)
        const steps = Array.from({ length: kept }, (_, i) => column.starts[row]! + all - kept + i)
        expect([...found.subarray(row * length, row * length + kept)]).toEqual(steps.map(expected))
      }
    }
    expect(host.number === undefined).toBe(scalar.number === undefined)
    expect(host.tableRows === undefined).toBe(scalar.tableRows === undefined)
  })

  test('has the length that its record has by the same seeds', () => {
    const lengths = record.generate(feature, seeds, undefined)
    expect(lengths.kind === 'int64' && [...lengths.values].map(Number)).toEqual([...column.lengths])
    // Missing, empty, full and longer ones are among them.
    for (const each of [-1, 0, length, length + 1]) expect(column.lengths).toContain(each)
  })

  test('is as long in the graph as it keeps, and reads a list of what its scalar reads', () => {
    expect([graph.steps, graph.value.shape]).toEqual([length, [length]])
    const { fits } = reading(undefined)
    const sql = {
      id: 'BIGINT',
      int: 'INTEGER',
      float: 'DOUBLE',
      bool: 'BOOLEAN',
      string: 'VARCHAR',
      time: 'TIMESTAMP',
    }[element]
    const kind = {
      id: 'integer',
      int: 'integer',
      float: 'float',
      bool: 'boolean',
      string: 'string',
      time: 'time',
    } as const
    const type = { kind: kind[element], sql } as const
    expect(fits({ kind: 'list', element: type, size: undefined, sql: `${sql}[]` })).toBe(true)
    expect(fits(type)).toBe(false)
  })
})

test('the mask of a record is 1 on its newest steps, and it is missing where its length is -1', () => {
  const values = BigInt64Array.of(-1n, 0n, 2n, 4n, 9n)
  const column = { kind: 'int64', values, lanes: new Uint32Array(values.buffer) } as const
  const source: EncodingSource = { feature, column, rows: Int32Array.of(4, 2, 0, 1, 3), size: 4 }
  expect([...record.host.mask!(source)]).toEqual([1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1])
  expect([...record.host.missing(source)]).toEqual([0, 0, 1, 0, 0])
})
