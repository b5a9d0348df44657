import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { portName } from '../../src/graph/ports.ts'
import { SurfaceSet } from '../../src/graph/surfaces.ts'
import { levelRows, noRows, type ValueType } from '../../src/graph/types.ts'
import type { Batch } from '../../src/rows/batch.ts'
import { leastWeightSum } from '../../src/rows/feeds.ts'
import { GroupNumbers } from '../../src/rows/group-numbers.ts'
import type { EngineInput } from '../../src/runtime/feeds.ts'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { collect, open, sql, temporaryFolder } from './fixture.ts'

const folder = temporaryFolder()

const text = (query: string, more = ''): string => `
surface home
surface search { views: [results, guided] }
surface later
level user by user_id
level candidate within user
features of user {
  user_id : id in users
  recent  : list<id, 3> in pins
}
features of candidate {
  pin_id : id in pins
  age    : float missing -1 default 0
  image  : [2] default 0
  word   : string in words
}
features of candidate on search { rank : int default 9 }
table users { rows: hash(100), dim: 2 }
table pins  { rows: vocabulary(3), dim: 2 }
table words { rows: vocabulary(2), dim: 2 }
dataset log {
  query:   "${query.replaceAll('\n', ' ')}"
  surface: { column: tab, values: { 1: home, 2: search.results, 3: search.guided, 4: later }, else: drop }
  labels:  { click: clicked == 1, hide: { search: hidden } }
  splits:  { train: day < 2, test: day == 2, empty: day == 5 }
  ${more}
}
model m on home, search, later staged {
  trunk {
    predict click = linear(embed(user_id))
    predict hide = linear(embed(user_id))
  }
}
train m { dataset: log, tasks: { click: 1.0 }, surfaces: { search: 2.0 } }
`

const columns = 't(tab, user_id, recent, pin_id, age, image, word, rank, clicked, hidden, day, w)'
const small = text(
  `select * from (values
    (2, 10, [1, 2, 3, 4], 7,    0.5::double,  [1, 2],            'b',  1,    1,    true,  0, 1.0),
    (1, 10, [],           8,    'nan',        null,              '',   null, 0,    null,  0, 0.5),
    (3, 10, [1, 2, 3, 4], 8,    -1,           [1, 'inf'::double], 'a',  2,    null, false, 1, 2.0),
    (1, null, null,       null, 1e300,        [3, 4],            null, null, 1,    true,  0, 1.0),
    (4, 11, [1],          7,    1,            [0, 0],            'c',  1,    1,    true,  0, 1.0),
    (9, 12, [1],          7,    1,            [0, 0],            'c',  1,    1,    true,  0, 1.0),
    (2, 13, [5],          7,    1,            [0, 0],            'c',  1,    0,    null,  3, 1.0)
  ) as ${columns}`,
  'weight: w',
)

const both = SurfaceSet.of(['home', 'search'])
const search = SurfaceSet.of(['search'])
const at = (
  level: string,
  surfaces: SurfaceSet,
  shape: readonly number[],
  dtype: ValueType['dtype'] = 'float32',
): ValueType => ({
  dtype,
  shape,
  rows: levelRows(level, surfaces),
})

describe('a small batch', () => {
  const inputs: readonly EngineInput[] = [
    {
      port: { kind: 'encoded', feature: 'user_id', as: { kind: 'row', table: 'users' } },
      type: at('user', both, [], 'int32'),
    },
    {
      port: { kind: 'encoded', feature: 'recent', as: { kind: 'row', table: 'pins' } },
      type: at('user', both, [3], 'int32'),
    },
    { port: { kind: 'encoded', feature: 'recent', as: { kind: 'mask' } }, type: at('user', both, [3]) },
    {
      port: { kind: 'encoded', feature: 'pin_id', as: { kind: 'row', table: 'pins' } },
      type: at('candidate', both, [], 'int32'),
    },
    {
      port: { kind: 'encoded', feature: 'word', as: { kind: 'row', table: 'words' } },
      type: at('candidate', both, [], 'int32'),
    },
    { port: { kind: 'encoded', feature: 'age', as: { kind: 'number' } }, type: at('candidate', both, []) },
    { port: { kind: 'encoded', feature: 'age', as: { kind: 'missing' } }, type: at('candidate', both, []) },
    { port: { kind: 'encoded', feature: 'image', as: { kind: 'number' } }, type: at('candidate', both, [2]) },
    { port: { kind: 'encoded', feature: 'rank', as: { kind: 'number' } }, type: at('candidate', search, []) },
    {
      port: { kind: 'encoded', feature: 'view', as: { kind: 'view', views: ['default', 'guided'] } },
      type: at('candidate', both, [], 'int32'),
    },
    { port: { kind: 'label', task: 'click', surfaces: both }, type: at('candidate', both, []) },
    { port: { kind: 'weight', task: 'click', surfaces: both }, type: at('candidate', both, []) },
    { port: { kind: 'weight_sum', task: 'click' }, type: { dtype: 'float32', shape: [], rows: noRows } },
    { port: { kind: 'weight', task: 'hide', surfaces: search }, type: at('candidate', search, []) },
    { port: { kind: 'weight_sum', task: 'hide' }, type: { dtype: 'float32', shape: [], rows: noRows } },
    {
      port: { kind: 'index', from: 'user', to: 'candidate', surfaces: search },
      type: at('candidate', search, [], 'int32'),
    },
    { port: { kind: 'offsets', level: 'user', surfaces: both }, type: { dtype: 'int32', shape: [3], rows: noRows } },
    { port: { kind: 'group_rows', level: 'user', surfaces: both }, type: at('user', both, []) },
    { port: { kind: 'dropout', path: 'p', rate: 0.5 }, type: at('user', both, [4]) },
    { port: { kind: 'parameter', parameter: 'w' }, type: { dtype: 'float32', shape: [2], rows: noRows } },
  ]

  async function opened() {
    const data = await open(small)
    const vocabularies = await data.fitVocabularies()
    data.useVocabularies(vocabularies)
    const [batch] = await collect(data.batches({ split: 'train', size: 10, order: 'stable' }))
    return { data, vocabularies, batch: batch! }
  }

  /** Positions of the rows by what distinguishes them here; the order of one surface's rows is the data's own. */
  const pins = (batch: Batch): readonly string[] => {
    const column = batch.raw.columns.get('pin_id')!
    return column.kind === 'int64' ? Array.from(column.values, String) : []
  }

  test('rows are counted and sorted, labels and weights are as declared', async () => {
    const { data, batch } = await opened()
    expect(data.summary).toEqual({
      rows: 5,
      splits: new Map([
        [
          'train',
          new Map([
            ['home', 2],
            ['search', 2],
          ]),
        ],
        ['test', new Map()],
        ['empty', new Map()],
      ]),
      // Of the four rows that are trained on; no 'validation' is declared.
      labels: new Map([
        [
          'train',
          new Map([
            ['click', { labelled: 3, positives: 2 }],
            ['hide', { labelled: 2, positives: 1 }],
          ]),
        ],
      ]),
      unsplit: new Map([['search', 1]]),
      notRun: new Map([['later', 1]]),
      dropped: 1,
    })
    expect(await data.count({ split: 'train' })).toBe(4)
    expect(await data.count({ where: 'w > 0.5' })).toBe(4)
    expect([...batch.bySurface]).toEqual([
      ['home', 2],
      ['search', 2],
    ])
    const named = pins(batch).map((pin, row) => [
      pin,
      batch.views[row],
      batch.labels.get('click')![row],
      batch.labels.get('hide')![row],
      batch.weights[row],
    ])
    expect(new Set(named.map((each) => JSON.stringify(each)))).toEqual(
      new Set([
        '["8","default",0,-1,0.5]',
        '["-9223372036854775808","default",1,-1,1]',
        '["7","results",1,1,1]',
        '["8","guided",-1,0,2]',
      ]),
    )
    const groups = new GroupNumbers().of(batch.groupKey, batch.rows)
    // Three rows of user 10, and one of no user, who is a group of its own.
    expect(groups.map((group) => groups.filter((each) => each === group).length).sort()).toEqual(
      Int32Array.of(1, 3, 3, 3),
    )
    data.close()
  })

  test('vocabularies leave out what is too rare, and are what is written in place', async () => {
    const rare = small
      .replace('vocabulary(3)', 'vocabulary(100, seen: 2)')
      .replace('vocabulary(2)', 'vocabulary(["z", "a"])')
    const data = await open(rare)
    const vocabularies = await data.fitVocabularies()
    // As below; 7 is there once alone.
    expect(vocabularies.get('pins')).toEqual({ table: 'pins', of: 'id', ids: BigInt64Array.of(2n, 3n, 4n, 8n) })
    expect(vocabularies.get('words')).toEqual({ table: 'words', of: 'string', words: ['z', 'a'] })
    data.close()
  })

  test('vocabularies are the most frequent words of the training split, ties by word', async () => {
    const { data, vocabularies } = await opened()
    // In train: 1 is cut from both lists, 2 3 4 twice each, 8 twice, 7 once: three rows take 2, 3, 4.
    expect(vocabularies.get('pins')).toEqual({ table: 'pins', of: 'id', ids: BigInt64Array.of(2n, 3n, 4n) })
    expect(vocabularies.get('words')).toEqual({ table: 'words', of: 'string', words: ['a', 'b'] })
    data.close()
  })

  test('every kind of port is filled', async () => {
    const { data, batch } = await opened()
    const { tensors, tableRows } = batch.feeds(inputs, { seed: 1, step: 0 })
    const numbers = (name: string): number[] => {
      const tensor = tensors.get(name)!
      return tensor.dtype === 'float32' || tensor.dtype === 'int32' ? [...tensor.data] : []
    }
    const tableRowsOf = (name: string, table: string): number[] =>
      numbers(name).map((row) => tableRows.get(table)![row]!)
    const order = pins(batch)
    const home = order.indexOf('8')
    const keyless = 1 - home
    const first = order.lastIndexOf('7')
    const second = 5 - first
    /** Values of rows in the order that the data came in. */
    const arranged = <T>(byRow: readonly [home: T, keyless: T, first: T, second: T]): T[] => {
      const result: T[] = []
      ;[home, keyless, first, second].forEach((row, i) => {
        result[row] = byRow[i]!
      })
      return result
    }
    // Three groups of users: two on home (one without a key), one on search for both rows.
    expect(numbers('offsets/user/home+search')).toEqual([0, 2, 3])
    expect(numbers('group_rows/user/home+search')).toEqual([1, 1, 2])
    expect(numbers('index/user/candidate/search')).toEqual([0, 0])
    const users = tableRowsOf('row/user_id/users', 'users')
    expect(users[keyless]).toBe(0)
    expect(users[home]).toBe(users[2])
    // Behind a list's end any row may stand: the mask is 0 there.
    expect(tableRowsOf('row/recent/pins', 'pins').slice(6)).toEqual([2, 3, 4])
    expect(numbers('mask/recent')).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1])
    expect(tableRowsOf('row/pin_id/pins', 'pins')).toEqual(arranged([1, 0, 1, 1]))
    expect(tableRowsOf('row/word/words', 'words')).toEqual(arranged([0, 0, 3, 2]))
    expect(numbers('number/age')).toEqual(arranged([0, 0, 0.5, 0]))
    expect(numbers('missing/age')).toEqual(arranged([1, 1, 0, 1]))
    expect(numbers('number/image')).toEqual(
      arranged([
        [0, 0],
        [3, 4],
        [1, 2],
        [1, 0],
      ]).flat(),
    )
    expect(numbers('number/rank')).toEqual(first < second ? [1, 2] : [2, 1])
    expect(numbers('view/default+guided')).toEqual(arranged([0, 0, 2, 1]))
    expect(numbers('label/click/home+search')).toEqual(arranged([0, 1, 1, 0]))
    expect(numbers('weight/click/home+search')).toEqual(arranged([0.5, 1, 2, 0]))
    expect(numbers('weight_sum/click')).toEqual([3.5])
    expect(numbers('weight/hide/search')).toEqual(first < second ? [2, 4] : [4, 2])
    expect(numbers('weight_sum/hide')).toEqual([6])
    expect(tensors.get('dropout/p')!.dims).toEqual([3, 4])
    expect(numbers('dropout/p').every((value) => value === 0 || value === 2)).toBe(true)
    expect(tensors.has('w')).toBe(false)
    expect([...tensors.keys()]).toEqual(inputs.slice(0, -1).map(({ port }) => portName(port)))
    data.close()
  })

  test('a sum of no weights is tiny, and above 0 in 32 bits', () => {
    expect(Math.fround(leastWeightSum)).toBeGreaterThan(0)
    expect(Math.fround(1 / leastWeightSum)).toBeLessThan(Infinity)
  })

  test('an empty split and an unknown one are reported', async () => {
    const data = await open(small)
    const [empty] = await errorsOf(collect(data.batches({ split: 'empty', size: 1, order: 'stable' })))
    expect([empty!.code, empty!.message]).toEqual([
      'CTR4024',
      "split 'empty' of dataset 'log' has no row of home, search",
    ])
    const [unknown] = await errorsOf(collect(data.batches({ split: 'trian', size: 1, order: 'stable' })))
    expect([unknown!.code, unknown!.message]).toEqual([
      'CTR4025',
      "dataset 'log' has no split 'trian'; did you mean 'train'?",
    ])
    const [wrong] = await errorsOf(data.count({ where: 'nothing = 1' }))
    expect(wrong!.code).toBe('CTR4007')
    data.close()
  })
})

describe('the order of rows', () => {
  const file = join(folder, 'many.parquet')
  const reversed = join(folder, 'reversed.parquet')
  const made = sql(
    `create table many as select (i % 3) + 1 as tab, i % 97 as user_id, [i, i % 7] as recent, i as pin_id, i / 10 as age,
      [i, i] as image, 'w' || (i % 5) as word, i as rank, i % 2 as clicked, i % 3 == 0 as hidden, i % 2 as day, 1 as w
      from range(30000) t(i)`,
    `copy many to '${file}' (row_group_size 2048)`,
    `copy (select * from many order by pin_id desc) to '${reversed}' (row_group_size 4096)`,
  )
  async function pinsOf(
    path: string,
    request: { order: 'stable' | { seed: number; epoch: number }; skip?: number; first?: number },
    threads = 2,
  ) {
    await made
    const data = await open(text("select * from read_parquet('{path}')"), {
      threads,
      params: new Map([['path', path]]),
    })
    const batches = await collect(data.batches({ ...request, split: 'train', size: 700 }))
    data.close()
    return batches.map((batch) => {
      const column = batch.raw.columns.get('pin_id')!
      return column.kind === 'int64' ? [...column.values] : []
    })
  }

  test('is a function of contents, seed and epoch, not of threads or files', async () => {
    const order = { seed: 7, epoch: 1 }
    const one = await pinsOf(file, { order }, 1)
    expect(one.map((batch) => batch.length).slice(-2)).toEqual([700, 30000 % 700])
    expect(new Set(one.flat()).size).toBe(30000)
    expect(await pinsOf(file, { order }, 4)).toEqual(one)
    expect(await pinsOf(reversed, { order })).toEqual(one)
    expect(await pinsOf(file, { order: { seed: 7, epoch: 2 } })).not.toEqual(one)
    expect(await pinsOf(file, { order: { seed: 8, epoch: 1 } })).not.toEqual(one)
    expect(await pinsOf(file, { order: 'stable' })).toEqual(await pinsOf(reversed, { order: 'stable' }, 1))
  })

  test('is that of the MD5 of the texts of scalar columns: = and the value, or nothing where it is missing or not read', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => ({
      age: i % 3 === 0 ? null : `${i}.5`,
      clicked: i % 2,
      day: 0,
      hidden: i % 5 === 0 ? null : i % 2 === 0,
      pin_id: i,
      rank: i % 7 === 0 ? null : i % 4,
      tab: 1 + (i % 2),
      user_id: i % 9,
      word: i % 4 === 0 ? null : i % 4 === 1 ? '' : `w${i % 6}`,
    }))
    const literal = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value))
    const values = rows.map((row) => `(${Object.values(row).map(literal).join(', ')}, null, null)`)
    const path = join(folder, 'texts.parquet')
    await sql(
      `create table texts (age double, clicked int, day int, hidden bool, pin_id int, rank int, tab int, user_id int, word varchar,
        recent int[], image double[])`,
      `insert into texts values ${values.join(', ')}`,
      `copy texts to '${path}'`,
    )
    // Home is surface and view number 0, search.results 1; home reads neither `rank` nor `hidden`. DuckDB takes the digest for a number
    // whose first byte is the least.
    const key = (row: (typeof rows)[number]): bigint => {
      const read = row.tab === 1 ? { ...row, hidden: null, rank: null } : row
      const texts = Object.values(read).map((value) => (value === null ? '' : `=${value}`))
      const digest = createHash('md5')
        .update(['stable', `${row.tab - 1}`, ...texts].join('|'))
        .digest()
      return BigInt(`0x${digest.reverse().toString('hex')}`)
    }
    // A batch is sorted by surface, and the order kept within each.
    const expected = rows.map((row) => ({ pin: BigInt(row.pin_id), tab: row.tab, key: key(row) }))
    expected.sort((a, b) => a.tab - b.tab || (a.key < b.key ? -1 : 1))
    const data = await open(text("select * from read_parquet('{path}')"), { params: new Map([['path', path]]) })
    const [batch] = await collect(data.batches({ order: 'stable', size: 200 }))
    data.close()
    const column = batch!.raw.columns.get('pin_id')!
    expect(column.kind === 'int64' && [...column.values]).toEqual(expected.map(({ pin }) => pin))
  })

  test('passes over rows to resume', async () => {
    const order = { seed: 7, epoch: 1 }
    const all = await pinsOf(file, { order })
    expect(await pinsOf(file, { order, skip: 1400 })).toEqual(all.slice(2))
  })

  test('takes the first rows alone', async () => {
    const order = { seed: 7, epoch: 1 }
    // Whole batches, as each is sorted by surface.
    expect(await pinsOf(file, { order, first: 1400 })).toEqual((await pinsOf(file, { order })).slice(0, 2))
    const [stable] = await pinsOf(file, { order: 'stable' })
    expect(await pinsOf(file, { order: 'stable', first: 700 })).toEqual([stable])
  })
})
