import { expect, test } from 'vitest'
import { emitOnnx } from '../../../src/emit/onnx/emit.ts'
import { algebra } from '../../../src/graph/algebra.ts'
import { createBuilder } from '../../../src/graph/create-builder.ts'
import { floats, type HostTensor } from '../../../src/graph/tensor.ts'
import { levelRows, tableRows } from '../../../src/graph/types.ts'
import { openNative } from '../../../src/runtime/native.ts'
import { home, levels } from './cases.ts'

/** Enough rows that the runtime shares the work among its threads; so few entries that every thread meets every one. */
const [rows, entries, size] = [40_000, 3, 16]

test('sums of repeated rows lose no term, however many threads add', async () => {
  const builder = createBuilder({ levels, surfaces: home })
  const g = algebra(builder)
  const perRow = levelRows('candidate', home)
  const row = { kind: 'encoded', feature: 'ad', as: { kind: 'row', table: 'ads' } } as const
  const index = g.input(row, { dtype: 'int32', shape: [], rows: perRow })
  const number = { kind: 'encoded', feature: 'x', as: { kind: 'number' } } as const
  const dy = g.input(number, { dtype: 'float32', shape: [size], rows: perRow })
  const table = { kind: 'table', table: 'ads' } as const
  const ads = g.input(table, { dtype: 'float32', shape: [size], rows: tableRows('ads') })
  const sums = g.add(ads, builder.add('scatter', [index, dy], { into: table }))
  const graph = builder.finish({
    name: 'sums',
    outputs: [{ kind: 'value', name: 'sums', value: sums }],
    parameters: [],
    tables: [{ name: 'ads', rule: { kind: 'hash', rows: entries - 1 }, dim: size, initial: { kind: 'zeros' } }],
  })
  const { bytes, inputs } = emitOnnx(graph, {
    name: 'sums',
    rows: { kind: 'host' },
    weights: 'inputs',
    vocabularies: new Map(),
    external: false,
  })
  const at = Int32Array.from({ length: rows }, (_, i) => (i * 7) % entries)
  const feeds = new Map<string, HostTensor>([
    ['row/ad/ads', { dtype: 'int32', dims: [rows], data: at }],
    ['number/x', floats(new Float32Array(rows * size).fill(1), rows, size)],
    ['table/ads', floats(new Float32Array(entries * size), entries, size)],
  ])
  expect(inputs.map(({ name }) => name).sort()).toEqual([...feeds.keys()].sort())
  // Sums of ones are exact in float32 far beyond this count, in any order: what is missing was lost.
  const counts = Array.from({ length: entries }, (_, entry) => at.filter((each) => each === entry).length)
  const expected = counts.flatMap((count) => new Array<number>(size).fill(count))
  const session = await openNative(bytes, { threads: 4, optimize: true })
  for (let run = 0; run < 5; run++) {
    const found = (await session.run(feeds)).get('sums')
    expect(found?.dtype === 'float32' && Array.from(found.data)).toEqual(expected)
  }
  await session.dispose()
})
