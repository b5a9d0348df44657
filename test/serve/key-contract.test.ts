import { describe, expect, test } from 'vitest'
import { type RawColumn, rawIntegers } from '../../src/features/raw.ts'
import { algebra } from '../../src/graph/algebra.ts'
import { createBuilder } from '../../src/graph/create-builder.ts'
import { LevelOrder } from '../../src/graph/levels.ts'
import { SurfaceSet } from '../../src/graph/surfaces.ts'
import { levelRows } from '../../src/graph/types.ts'
import { missingInteger } from '../../src/graph/vocabulary.ts'
import { rowsThatKeepContract } from '../../src/serve/key-contract.ts'

const surfaces = SurfaceSet.of(['home'])
const levels = new LevelOrder([
  { name: 'visit', by: ['user', 'place'], within: [] },
  { name: 'row', by: [], within: ['visit'] },
])
const builder = createBuilder({ levels, surfaces })
const port = { kind: 'feature', feature: 'age', part: 'value' } as const
const age = algebra(builder).input(port, { dtype: 'float32', shape: [], rows: levelRows('visit', surfaces) })
const graph = builder.finish({
  name: 'visits',
  outputs: [{ kind: 'value', name: 'age', value: age }],
  parameters: [],
  tables: [],
})

/** Positions that are kept of rows (user, place), each of another age: of equal keys the first alone. */
function kept(
  visits: readonly (readonly [bigint, string])[],
  sentinels: Readonly<Record<string, number | string>> = {},
) {
  const columns = new Map<string, RawColumn>([
    ['user', rawIntegers(BigInt64Array.from(visits, ([user]) => user))],
    ['place', { kind: 'string', values: visits.map(([, place]) => place) }],
    ['age', { kind: 'float', size: 1, values: Float32Array.from(visits.keys()) }],
  ])
  const rows = {
    surface: 'home',
    raw: { rows: visits.length, columns },
    views: visits.map(() => 'default'),
    rows: Int32Array.from(visits.keys()),
  }
  return [...rowsThatKeepContract(graph, ['visit'], new Map(Object.entries(sentinels)), rows).rows]
}

describe('rows that keep the key contract', () => {
  test('agree on the features where they agree on all keys', () => {
    expect(
      kept([
        [1n, 'a'],
        [1n, 'a'],
        [1n, 'b'],
        [2n, 'a'],
      ]),
    ).toEqual([0, 2, 3])
  })

  test('may differ where a key is missing, by its sentinel too', () => {
    const visits = [
      [missingInteger, 'a'],
      [missingInteger, 'a'],
      [1n, ''],
      [1n, ''],
      [-1n, 'a'],
      [-1n, 'a'],
    ] as const
    expect(kept(visits)).toEqual([0, 1, 2, 3, 4])
    expect(kept(visits, { user: -1 })).toEqual([0, 1, 2, 3, 4, 5])
  })

  test("a place called 'undefined' is a place", () => {
    expect(
      kept([
        [1n, 'undefined'],
        [1n, 'undefined'],
      ]),
    ).toEqual([0])
  })
})
