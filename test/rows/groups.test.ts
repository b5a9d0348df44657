import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashColumn, rowHashes } from '../../src/features/column-hash.ts'
import { lanesOf, type RawColumn, rawIntegers } from '../../src/features/raw.ts'
import { LevelOrder } from '../../src/graph/levels.ts'
import { type BatchRow, rowEnvironment } from '../../src/graph/row-environment.ts'
import { SurfaceSet } from '../../src/graph/surfaces.ts'
import { missingInteger } from '../../src/graph/vocabulary.ts'
import { type GroupLayout, rowGroups } from '../../src/rows/groups.ts'

const levels = new LevelOrder([
  { name: 'user', by: ['user_id'], within: [] },
  { name: 'request', by: ['request_id'], within: ['user'] },
  { name: 'ad', by: ['ad_id', 'variant'], within: [] },
  { name: 'candidate', by: [], within: ['request', 'ad'] },
])
const surfaces = SurfaceSet.of(['home', 'related', 'search'])
const layout: GroupLayout = {
  levels,
  surfaces,
  columns: new Map([
    [
      'user',
      {
        keys: ['user_id'],
        features: [
          { name: 'recent', surfaces: undefined },
          { name: 'age', surfaces: SurfaceSet.of(['home']) },
        ],
      },
    ],
    ['request', { keys: ['request_id'], features: [] }],
    ['ad', { keys: ['ad_id', 'variant'], features: [{ name: 'image', surfaces: undefined }] }],
  ]),
}

interface Row {
  surface: number
  user: bigint
  recent: bigint[] | null
  age: number
  request: string
  ad: bigint
  variant: string
  image: number[]
}

/** Small ranges, so that keys meet often; the large ids differ in the high word alone. */
const id = fc.constantFrom(missingInteger, 1n, 2n, 1n + 2n ** 32n, -1n)
const row: fc.Arbitrary<Row> = fc.record({
  surface: fc.nat(2),
  user: id,
  recent: fc.option(fc.array(fc.constantFrom(1n, 2n), { maxLength: 2 })),
  age: fc.constantFrom(0, 1, Number.NaN),
  request: fc.constantFrom('', 'a', 'b'),
  ad: id,
  variant: fc.constantFrom('', 'x', 'y'),
  image: fc.constantFrom([0, 1], [1, 0]),
})
const batch = fc.array(row, { maxLength: 40 }).map((rows) => rows.toSorted((a, b) => a.surface - b.surface))

function columnsOf(rows: readonly Row[]): Map<string, RawColumn> {
  const lengths = Int32Array.from(rows, ({ recent }) => recent?.length ?? -1)
  const values = BigInt64Array.from(rows.flatMap(({ recent }) => recent ?? []))
  let at = 0
  const starts = Int32Array.from(lengths, (length) => {
    const start = at
    at += Math.max(length, 0)
    return start
  })
  return new Map<string, RawColumn>([
    ['user_id', rawIntegers(BigInt64Array.from(rows, (each) => each.user))],
    ['recent', { kind: 'list', of: 'id', values, lanes: lanesOf(values), lengths, starts }],
    ['age', { kind: 'float', size: 1, values: Float32Array.from(rows, ({ age }) => age) }],
    ['request_id', { kind: 'string', values: rows.map(({ request }) => request) }],
    ['ad_id', rawIntegers(BigInt64Array.from(rows, ({ ad }) => ad))],
    ['variant', { kind: 'string', values: rows.map(({ variant }) => variant) }],
    ['image', { kind: 'float', size: 2, values: Float32Array.from(rows.flatMap(({ image }) => image)) }],
  ])
}

/** The rule of docs/language.md, Data, with plain strings; a row without a key gets its own number. */
function plainRows(rows: readonly Row[]): readonly BatchRow[] {
  return rows.map((each, i) => {
    const surface = surfaces.names[each.surface]!
    const list = each.recent === null ? 'null' : each.recent.join(',')
    const age = surface === 'home' ? `${each.age}` : ''
    const user = each.user === missingInteger ? `row ${i}` : `${each.user} ${list} ${age}`
    const request = each.request === '' ? `row ${i}` : `${each.request} of ${user}`
    const ad =
      each.ad === missingInteger || each.variant === '' ? `row ${i}` : `${each.ad} ${each.variant} ${each.image}`
    return { surface, groups: { user, request, ad } }
  })
}

const startsOf = (rows: readonly Row[]): Int32Array =>
  Int32Array.from([0, 1, 2, 3], (surface) => rows.filter((each) => each.surface < surface).length)

const someSurfaces = fc.subarray([...surfaces], { minLength: 1 }).map((names) => SurfaceSet.of(names))
const pairs = levels.names.flatMap((to) =>
  levels.names.filter((from) => levels.isCoarserOrEqual(from, to)).map((from) => [from, to] as const),
)

test('groups are those of the rule, written plainly', () => {
  fc.assert(
    fc.property(batch, someSurfaces, (rows, set) => {
      const groups = rowGroups({ rows: rows.length, columns: columnsOf(rows) }, layout, startsOf(rows))
      const plain = rowEnvironment(levels, plainRows(rows))
      for (const level of levels.names) {
        expect(groups.count(level, set)).toBe(plain.count(level, set))
        expect(groups.offsets(level, set)).toEqual(plain.offsets(level, set))
      }
      for (const [from, to] of pairs) expect(groups.index(from, to, set)).toEqual(plain.index(from, to, set))
    }),
    { numRuns: 300 },
  )
})

test('a group stands for its rows, and its first row is one of them', () => {
  fc.assert(
    fc.property(batch, someSurfaces, (rows, set) => {
      const groups = rowGroups({ rows: rows.length, columns: columnsOf(rows) }, layout, startsOf(rows))
      const own = groups.firstRows(levels.row, set)
      for (const level of levels.names) {
        const index = groups.index(level, levels.row, set)
        const counts = new Float32Array(groups.count(level, set))
        for (const group of index) counts[group]!++
        expect(groups.groupRows(level, set)).toEqual(counts)
        const firsts = Int32Array.from(counts, (_, group) => own[index.indexOf(group)]!)
        expect(groups.firstRows(level, set)).toEqual(firsts)
      }
    }),
    { numRuns: 200 },
  )
})

const users = (ids: BigInt64Array) => {
  const groups = rowGroups(
    { rows: ids.length, columns: new Map([['user_id', rawIntegers(ids)]]) },
    {
      levels: new LevelOrder([
        { name: 'user', by: ['user_id'], within: [] },
        { name: 'row', by: [], within: ['user'] },
      ]),
      surfaces: SurfaceSet.of(['home']),
      columns: new Map([['user', { keys: ['user_id'], features: [] }]]),
    },
    Int32Array.of(0, ids.length),
  )
  return groups.index('user', 'row', SurfaceSet.of(['home']))
}

test('two users whose hashes are the same stay apart', () => {
  // Solved for: high words that undo what the low words did to both hashes. Where the hash changes, so must these.
  const ids = BigInt64Array.of(-4557624148381138943n, 4399496766941070332n)
  const hashes = rowHashes(2)
  hashColumn(hashes, rawIntegers(ids), 0, 2)
  expect(hashes.first[0]).toBe(hashes.first[1])
  expect(hashes.second[0]).toBe(hashes.second[1])
  expect([...users(BigInt64Array.of(ids[0]!, ids[1]!, ids[0]!))]).toEqual([0, 1, 0])
})

test('thousands of users stay apart', () => {
  const count = 20_000
  const ids = BigInt64Array.from({ length: count }, (_, i) => BigInt(i >> 1) << 32n)
  expect(users(ids)).toEqual(Int32Array.from({ length: count }, (_, i) => i >> 1))
})
