import { describe, expect, it } from 'vitest'
import { emitOnnx } from '../../../src/emit/onnx/emit.ts'
import { createBuilder } from '../../../src/graph/create-builder.ts'
import type { Graph } from '../../../src/graph/graph.ts'
import { mixId, seedOf } from '../../../src/graph/mix.ts'
import type { HostTensor } from '../../../src/graph/tensor.ts'
import { levelRows, type ValueType } from '../../../src/graph/types.ts'
import { numbersOf, randomNumbers, runArtifact, vocabularies } from './batch.ts'
import { home, levels, tables } from './cases.ts'

const at = levelRows('candidate', home)

/** One surface, raw feature in, the rows of a table out. */
function encoding(type: ValueType, table: Graph['tables'][number]): Graph {
  const builder = createBuilder({ levels, surfaces: home })
  const raw = builder.add('input', [], { port: { kind: 'feature', feature: 'raw', part: 'value' } }, type)
  const value = builder.add('table_row', [raw], { table: table.name })
  return builder.finish({
    name: 'encoding',
    outputs: [{ kind: 'value', name: 'rows', value }],
    parameters: [],
    tables: [table],
  })
}

async function encode(graph: Graph, feeds: Record<string, HostTensor>, optimize = false): Promise<number[]> {
  const artifact = emitOnnx(graph, {
    name: 'encoding',
    rows: { kind: 'plain' },
    weights: 'inputs',
    vocabularies,
    external: false,
  })
  const found = await runArtifact(artifact, new Map(Object.entries(feeds)), optimize)
  return numbersOf(found.get('rows')!)
}

const int64s = (data: BigInt64Array, ...dims: number[]): HostTensor => ({ dtype: 'int64', dims, data })

describe('hashed ids', () => {
  const random = randomNumbers(5)
  const word = (): bigint => BigInt(Math.floor(random() * 2 ** 32))
  const ids = BigInt64Array.from({ length: 5000 }, (_, i) =>
    // Whole 64-bit range, small ids, and small negative ones.
    i % 3 === 0 ? BigInt.asIntN(64, (word() << 32n) | word()) : i % 3 === 1 ? word() % 1000n : -(word() % 1000n),
  )
  ids[0] = -(2n ** 63n)
  ids[1] = 2n ** 63n - 1n
  ids[2] = -1n

  for (const rows of [1, 1000, 1_000_003, 2 ** 31 - 2])
    for (const optimize of [false, true])
      it(`are mix.ts's, ${rows} rows, ${optimize ? 'optimized' : 'as emitted'}`, async () => {
        const table = { name: 'pins', rule: { kind: 'hash', rows }, dim: 1, initial: { kind: 'zeros' } } as const
        const graph = encoding({ dtype: 'int64', shape: [], rows: at }, table)
        const expected = Array.from(ids, (id) => {
          if (id === -(2n ** 63n)) return 0
          const bits = BigInt.asUintN(64, id)
          return 1 + (mixId(Number(bits & 0xffffffffn), Number(bits >> 32n), seedOf('pins')) % rows)
        })
        expect(await encode(graph, { raw: int64s(ids, ids.length) }, optimize)).toEqual(expected)
      })
})

describe('lists', () => {
  const ranged = tables.find(({ name }) => name === 'ranged')!
  const words = tables.find(({ name }) => name === 'words')!
  const ids = encoding({ dtype: 'int64', shape: [4], rows: at }, ranged)

  it('are padded to their length with missing elements', async () => {
    const raw = int64s(BigInt64Array.of(10n, 11n, 12n, 13n, 14n, 15n), 3, 2)
    const length = int64s(BigInt64Array.of(2n, 1n, -1n), 3)
    // What the caller left behind the length (11 of the second row, all of the third) is not read.
    expect(await encode(ids, { raw, 'raw.length': length })).toEqual([12, 13, 0, 0, 14, 0, 0, 0, 0, 0, 0, 0])
  })

  it('may be as long as they can be', async () => {
    const raw = int64s(BigInt64Array.of(0n, 1n, 2n, 3n), 1, 4)
    expect(await encode(ids, { raw, 'raw.length': int64s(BigInt64Array.of(4n), 1) })).toEqual([2, 3, 4, 5])
  })

  it('may have no columns at all', async () => {
    const raw = int64s(new BigInt64Array(), 2, 0)
    const length = int64s(BigInt64Array.of(0n, -1n), 2)
    expect(await encode(ids, { raw, 'raw.length': length })).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
  })

  it('hold strings too', async () => {
    const graph = encoding({ dtype: 'string', shape: [3], rows: at }, words)
    const raw: HostTensor = { dtype: 'string', dims: [2, 2], data: ['a', 'zebra', 'b', 'a'] }
    const length = int64s(BigInt64Array.of(2n, 1n), 2)
    expect(await encode(graph, { raw, 'raw.length': length })).toEqual([3, 1, 0, 2, 0, 0])
  })
})
