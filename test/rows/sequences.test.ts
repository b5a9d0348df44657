import { describe, expect, test } from 'vitest'
import type { FeatureEncoding } from '../../src/graph/ports.ts'
import { SurfaceSet } from '../../src/graph/surfaces.ts'
import type { HostTensor } from '../../src/graph/tensor.ts'
import { levelRows, type ValueType } from '../../src/graph/types.ts'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { collect, open } from './fixture.ts'

const text = (query: string, { declared = 'recent', fields = '' } = {}): string => `
surface home
level user by user_id
level candidate within user
features of user {
  user_id : id in users
  sequence ${declared} max 3 {
    pin    : id missing -1 in users
    action : string missing "?" in words
    dwell  : float missing -9 default 0.5
    count  : int default 7
    liked  : bool default true
    short  : clip(count, 0, 3) default 9
    sort   : bucket(count, [0, 4]) in { dim: 2 }
    ${fields}
  }
}
table users { rows: range(100), dim: 2 }
table words { rows: vocabulary(["save", "hide"]), dim: 2 }
dataset log {
  query:   "${query.replaceAll('\n', ' ').replaceAll('"', '\\"')}"
  surface: home
  labels:  { click: 1 }
  splits:  { train: user_id >= 0 }
}
model m on home { trunk { predict click = linear(embed(user_id)) } }
`

/** Five steps, of which the first two are cut; one; none; missing. Null and sentinels within a step. */
const users: readonly string[] = [
  `(1, [{p: 9, a: 'save', d: 1, c: 1, l: true}, {p: 8, a: 'save', d: 1, c: 1, l: true}, {p: 3, a: 'hide', d: 2.5, c: 4, l: false},
       {p: null, a: null, d: null, c: null, l: null}, {p: -1, a: '?', d: -9, c: 0, l: true}])`,
  "(2, [{p: 5, a: 'save', d: 0, c: -1, l: false}])",
  '(3, [])',
  '(4, null)',
]

const base = `(values ${users.join(', ')}) as t(user_id, steps)`
const names = { pin: 'p', action: 'a', dwell: 'd', count: 'c', liked: 'l' }
const fieldsOf = Object.entries(names)

const structs = `select user_id, list_transform(steps, e -> {${fieldsOf.map(([name, from]) => `${name}: e.${from}`).join(', ')}}) as recent from ${base}`
const lists = `select user_id, ${fieldsOf.map(([name, from]) => `list_transform(steps, e -> e.${from}) as recent_${name}`).join(', ')} from ${base}`

const rows = levelRows('user', SurfaceSet.of(['home']))
const input = (feature: string, as: FeatureEncoding, type: Pick<ValueType, 'dtype' | 'shape'>) =>
  ({ port: { kind: 'encoded', feature, as }, type: { ...type, rows } }) as const
const steps = { dtype: 'float32', shape: [3] } as const

const inputs = {
  user: input('user_id', { kind: 'row', table: 'users' }, { dtype: 'int32', shape: [] }),
  mask: input('recent', { kind: 'mask' }, steps),
  missing: input('recent', { kind: 'missing' }, { dtype: 'float32', shape: [] }),
  dwell: input('recent.dwell', { kind: 'number' }, steps),
  count: input('recent.count', { kind: 'number' }, steps),
  liked: input('recent.liked', { kind: 'number' }, steps),
  short: input('recent.short', { kind: 'number' }, steps),
  sort: input('recent.sort', { kind: 'row', table: 'recent.sort' }, { dtype: 'int32', shape: [3] }),
  noDwell: input('recent.dwell', { kind: 'missing' }, steps),
  noPin: input('recent.pin', { kind: 'missing' }, steps),
  pin: input('recent.pin', { kind: 'row', table: 'users' }, { dtype: 'int32', shape: [3] }),
  action: input('recent.action', { kind: 'row', table: 'words' }, { dtype: 'int32', shape: [3] }),
}

/** What the host encodes, by user: rows of tables as those of the whole table. */
async function encoded(spec: string): Promise<Readonly<Record<string, readonly (readonly number[])[]>>> {
  const dataset = await open(spec, { inputs: Object.values(inputs) })
  try {
    dataset.useVocabularies(await dataset.fitVocabularies())
    const [batch] = await collect(dataset.batches({ split: 'train', size: 10, order: 'stable' }))
    const { tensors, tableRows } = batch!.feeds(Object.values(inputs))
    const users = rowsIn(tensors.get('row/user_id/users')!, tableRows.get('users')!).map(([row]) => row! - 2)
    const byUser = (values: readonly (readonly number[])[]) => [1, 2, 3, 4].map((user) => values[users.indexOf(user)]!)
    const numbers = (name: string) => byUser(rowsIn(tensors.get(name)!))
    return {
      mask: numbers('mask/recent'),
      missing: numbers('missing/recent'),
      dwell: numbers('number/recent.dwell'),
      count: numbers('number/recent.count'),
      liked: numbers('number/recent.liked'),
      short: numbers('number/recent.short'),
      sort: byUser(rowsIn(tensors.get('row/recent.sort/recent.sort')!, tableRows.get('recent.sort')!)),
      noDwell: numbers('missing/recent.dwell'),
      noPin: numbers('missing/recent.pin'),
      pin: byUser(rowsIn(tensors.get('row/recent.pin/users')!, tableRows.get('users')!)),
      action: byUser(rowsIn(tensors.get('row/recent.action/words')!, tableRows.get('words')!)),
    }
  } finally {
    dataset.close()
  }
}

function rowsIn({ data, dims: [count = 0] }: HostTensor, table?: Int32Array): readonly (readonly number[])[] {
  const width = data.length / count
  const values = Array.from(data as ArrayLike<number>, (value) => (table === undefined ? value : table[value]!))
  return Array.from({ length: count }, (_, row) => values.slice(row * width, (row + 1) * width))
}

/** Where the mask is 1. */
const present = (values: readonly (readonly number[])[], mask: readonly (readonly number[])[]) =>
  values.map((row, i) => row.filter((_, step) => mask[i]![step] === 1))

describe.each([
  ['a list of structs', structs],
  ['a list for each field', lists],
])('a sequence of records, as %s', (_, query) => {
  test('has one mask, the newest steps, and what is missing within a step', async () => {
    const found = await encoded(text(query))
    const { mask = [] } = found
    expect(mask).toEqual([
      [1, 1, 1],
      [1, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ])
    expect(found.missing).toEqual([[0], [0], [0], [1]])
    const at = (name: string) => present(found[name]!, mask)
    // range(100): 2 + id; row 0 for a missing one.
    expect(at('pin')).toEqual([[5, 0, 0], [7], [], []])
    expect(at('action')).toEqual([[3, 0, 0], [2], [], []])
    expect(at('dwell')).toEqual([[2.5, 0.5, 0.5], [0], [], []])
    expect(at('count')).toEqual([[4, 7, 0], [-1], [], []])
    expect(at('liked')).toEqual([[0, 1, 1], [0], [], []])
    // Derived: numbers read operands with their defaults, ids without.
    expect(at('short')).toEqual([[3, 3, 0], [0], [], []])
    expect(at('sort')).toEqual([[4, 0, 3], [2], [], []])
    expect(at('noDwell')).toEqual([[0, 1, 1], [0], [], []])
    expect(at('noPin')).toEqual([[0, 1, 1], [0], [], []])
  })

  test('has numbers behind its end too, so that a mask of 0 takes them away', async () => {
    const { dwell, count } = await encoded(text(query))
    expect([...dwell!, ...count!].flat().every(Number.isFinite)).toBe(true)
  })
})

test('a list that is null beside others has no steps; where all are, the sequence is missing', async () => {
  const query = `select user_id, ${fieldsOf.map(([name], i) => `if(user_id = 3 and ${i} > 0, [], null) as recent_${name}`).join(', ')} from (values (1), (2), (3), (4)) as t(user_id)`
  const typed = query
    .replace('null) as recent_pin', 'null::bigint[]) as recent_pin')
    .replace('[], null) as recent_action', '[]::varchar[], null) as recent_action')
    .replace('[], null) as recent_dwell', '[]::float[], null) as recent_dwell')
    .replace('[], null) as recent_count', '[]::bigint[], null) as recent_count')
    .replace('[], null) as recent_liked', '[]::boolean[], null) as recent_liked')
    .replace('[], null::bigint[])', '[]::bigint[], null)')
  const { missing, mask } = await encoded(text(typed))
  expect(missing).toEqual([[1], [1], [0], [1]])
  expect(mask!.flat().every((each) => each === 0)).toBe(true)
})

test('columns and fields of other names', async () => {
  const named = (query: string): string =>
    text(query, { declared: '"history" as recent' }).replace('pin    :', '"item" as pin :')
  const ofStructs = `select user_id, list_transform(recent, e -> {item: e.pin, action: e.action, dwell: e.dwell, count: e.count, liked: e.liked}) as history, 3 as item from (${structs})`
  const ofLists = `select * rename (recent_pin as item, recent_action as history_action, recent_dwell as history_dwell, recent_count as history_count, recent_liked as history_liked) from (${lists})`
  const expected = await encoded(text(structs))
  expect(await encoded(named(ofStructs))).toEqual(expected)
  expect(await encoded(named(ofLists))).toEqual(expected)
})

describe('what cannot be read', () => {
  const opened = (query: string) => open(text(query), { inputs: Object.values(inputs) })
  const errors = async (query: string): Promise<readonly string[]> =>
    (await errorsOf(opened(query))).map(({ code, message }) => `${code}: ${message}`)

  test('both forms at once', async () => {
    expect(await errors(`select *, recent_pin as r from (${lists}) join (${structs}) using (user_id)`)).toEqual([
      expect.stringMatching(/^CTR4055.*as the list of structs 'recent', and as 'recent_pin', 'recent_action'/),
    ])
  })
  test('a scalar column of the name that a field has in its struct is another thing', async () => {
    const dataset = await opened(`select *, 3 as recent_pin from (${structs})`)
    expect(dataset.summary.rows).toBe(4)
    dataset.close()
  })
  test('neither form, or some of the lists', async () => {
    expect(await errors('select 1 as user_id, 3 as recent')).toEqual([
      expect.stringMatching(
        /^CTR4056.*it has 'recent' as INTEGER, which is no list of structs, and none of the lists 'recent_pin'/,
      ),
    ])
    expect(await errors(`select * exclude (recent_dwell) from (${lists})`)).toEqual([
      expect.stringMatching(
        /^CTR4056.*'recent_pin', 'recent_action', 'recent_count', 'recent_liked', but not 'recent_dwell'/,
      ),
    ])
  })
  test('structs without a field', async () => {
    expect(await errors(structs.replace('pin:', 'pim:'))).toEqual([
      expect.stringMatching(/^CTR4057.*have no field 'pin'.*did you mean 'pim'/),
    ])
  })
  test('values of another type, with SQL where the column is a list of its own', async () => {
    const wrong = 'list_transform(recent_dwell, e -> e::varchar) as recent_dwell'
    expect(await errors(`select * replace (${wrong}) from (${lists})`)).toEqual([
      expect.stringMatching(/^CTR4011.*'recent_dwell' is VARCHAR\[\].*cast\(element as DOUBLE\)/),
    ])
    expect(await errors(structs.replace('dwell: e.d', 'dwell: e.d::varchar'))).toEqual([
      expect.stringMatching(/^CTR4011.*'recent' has 'dwell' as VARCHAR\[\], but feature 'recent.dwell' expects/),
    ])
  })
  test('lists of different lengths, also beyond what is kept', async () => {
    const longer = 'if(user_id = 1, list_append(recent_dwell, 1), recent_dwell) as recent_dwell'
    expect(await errors(`select * replace (${longer}) from (${lists})`)).toEqual([
      expect.stringMatching(
        /^CTR4048: the lists of 'recent' are one sequence, but in 1 row .* recent_pin 5, recent_action 5, recent_dwell 6, recent_count 5 and recent_liked 5; where len\(list_distinct/,
      ),
    ])
  })
  test('a bool of a step that is neither 0 nor 1', async () => {
    const wrong = 'list_transform(recent_liked, e -> 2) as recent_liked'
    expect(await errors(`select * replace (${wrong}) from (${lists})`)).toEqual([
      expect.stringMatching(/^CTR4043.*'recent.liked \(column "recent_liked"\)'.*in 2 rows/),
    ])
  })
})
