import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emitOnnx } from '../../../src/emit/onnx/emit.ts'
import { algebra } from '../../../src/graph/algebra.ts'
import { createBuilder } from '../../../src/graph/create-builder.ts'
import { LevelOrder } from '../../../src/graph/levels.ts'
import { SurfaceSet } from '../../../src/graph/surfaces.ts'
import { floats, type HostTensor } from '../../../src/graph/tensor.ts'
import { levelRows } from '../../../src/graph/types.ts'
import { missingInteger } from '../../../src/graph/vocabulary.ts'
import { type NativeSession, openNative } from '../../../src/runtime/native.ts'

/** A level of three keys. Its feature comes back per row; the first row's is taken for a group, so that a wrong group shows. */
const surfaces = SurfaceSet.of(['home'])
const levels = new LevelOrder([
  { name: 'visit', by: ['user', 'place', 'day'], within: [] },
  { name: 'row', by: [], within: ['visit'] },
])
const builder = createBuilder({ levels, surfaces })
const g = algebra(builder)
const age = g.input(
  { kind: 'feature', feature: 'age', part: 'value' },
  { dtype: 'float32', shape: [], rows: levelRows('visit', surfaces) },
)
const graph = builder.finish({
  name: 'visits',
  outputs: [{ kind: 'value', name: 'age_of_row', value: g.spread(g.add(age, g.constant(0, [])), 'row') }],
  parameters: [],
  tables: [],
})

let session: NativeSession
beforeAll(async () => {
  const { bytes } = emitOnnx(graph, {
    name: 'visits',
    rows: { kind: 'dedup', levels: ['visit'], keys: new Map([['place', 'string' as const]]) },
    weights: 'inputs',
    vocabularies: new Map(),
    external: false,
  })
  session = await openNative(bytes, { threads: 1, optimize: false })
})
afterAll(() => session.dispose())

interface Visit {
  readonly user: bigint
  readonly place: string
  readonly day: bigint
}

async function groupedAges(visits: readonly Visit[], ages: readonly number[]): Promise<number[]> {
  const count = visits.length
  const int64 = (of: (visit: Visit) => bigint): HostTensor => ({
    dtype: 'int64',
    dims: [count],
    data: BigInt64Array.from(visits, of),
  })
  const outputs = await session.run(
    new Map<string, HostTensor>([
      ['age', floats(Float32Array.from(ages), count)],
      ['user', int64(({ user }) => user)],
      ['day', int64(({ day }) => day)],
      ['place', { dtype: 'string', dims: [count], data: visits.map(({ place }) => place) }],
    ]),
  )
  const found = outputs.get('age_of_row')
  if (found?.dtype !== 'float32') throw new Error('no ages')
  return [...found.data]
}

const visit: fc.Arbitrary<Visit> = fc.record({
  user: fc.constantFrom(missingInteger, 0n, 1n, 2n, 2n ** 40n),
  place: fc.constantFrom('', 'a', 'a b', 'b'),
  day: fc.constantFrom(missingInteger, 0n, 1n, 2n),
})

test('rows are one group where they agree in every key, and in no other case', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(visit, { minLength: 1, maxLength: 30 }), async (visits) => {
      const firsts = new Map<string, number>()
      const expected = visits.map(({ user, place, day }, row) => {
        if (user === missingInteger || place === '' || day === missingInteger) return row
        const key = JSON.stringify([String(user), place, String(day)])
        const first = firsts.get(key) ?? row
        firsts.set(key, first)
        return first
      })
      // A row's age is its number, so that a group shows which row it was taken from.
      expect(await groupedAges(visits, [...visits.keys()])).toEqual(expected)
    }),
    { numRuns: 200 },
  )
})
