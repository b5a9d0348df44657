import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { collect, open, temporaryFolder } from './fixture.ts'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
mkdirSync(at('data/sub'), { recursive: true })
mkdirSync(at('elsewhere'))
const rows = 'age,clicked,day\n1,0,0\n2,1,0\n3,1,1\n'
for (const name of ['data/log.csv', 'data/log-05.csv', 'data/sub/log.csv', 'elsewhere/log.csv', 'log.csv'])
  writeFileSync(at(name), rows)
symlinkSync(at('elsewhere/log.csv'), at('data/link.csv'))
symlinkSync(at('data'), at('linked'))

const text = (query: string): string => `
surface home
level row
features of row { age : float default 0 }
dataset log {
  query:   ${JSON.stringify(query)}
  surface: home
  labels:  { click: clicked == 1 }
  splits:  { train: day == 0 }
}
model m on home { trunk { predict click = age } }
`
const root = { root: at('data') }
const opened = (query: string, params: Record<string, string> = root, project?: string) =>
  open(text(query), { params: new Map(Object.entries(params)), ...(project === undefined ? {} : { project }) })
const log = "select * from read_csv('{root}/log.csv')"

/** `code message` of each error, paths below the folder shortened. */
const errors = async (step: Promise<unknown>): Promise<readonly string[]> =>
  (await errorsOf(step)).map(({ code, message }) => `${code} ${message.replaceAll(`${folder}/`, '')}`)
async function rowsOf(query: string, params?: Record<string, string>, project?: string): Promise<number> {
  const data = await opened(query, params, project)
  try {
    return await data.count({})
  } finally {
    data.close()
  }
}

const before = readdirSync(folder, { recursive: true }).length
afterEach(() => expect(readdirSync(folder, { recursive: true }).length, 'nothing is written').toBe(before))

describe('a query', () => {
  test.each([
    ["copy (select 1) to '{root}/x.csv'", 'another statement'],
    [`${log}; copy (select 1) to '{root}/x.csv'`, '2 statements'],
    ["attach '{root}/x.db'", 'another statement'],
    ["export database '{root}/x'", 'another statement'],
    ['set threads = 1', 'another statement'],
    ['explain analyze select 1', 'another statement'],
    ['-- nothing\n;', 'empty'],
    [
      `pivot (${log}) on day using sum(clicked)`,
      'a PIVOT without IN, which DuckDB runs as several; list its values: PIVOT rows ON column IN (1, 2)',
    ],
    [
      `select * from (pivot (${log}) on day using sum(clicked))`,
      'a PIVOT without IN, which DuckDB runs as several; list its values: PIVOT rows ON column IN (1, 2)',
    ],
  ])('is a single SELECT, not %s', async (query, found) => {
    expect(await errors(opened(query))).toEqual([
      `CTR4005 the query of dataset 'log' must be a single SELECT, but is ${found}`,
    ])
  })

  test('with PIVOT and IN is one', async () => {
    const pivoted = `from (pivot (${log}) on day in (0, 1) using sum(age)) select clicked, 0 as day, 1 as age`
    expect(await rowsOf(pivoted)).toBe(2)
  })

  test('that does not parse is reported in the words of the parser', async () => {
    expect(await errors(opened('selec 1'))).toEqual([
      `CTR4001 dataset 'log' cannot be read: syntax error at or near "selec"`,
    ])
    expect(await errors(opened("-- é\nselect 1 as age,\n  '{root}' as root\n  form t"))).toEqual([
      `CTR4001 dataset 'log' cannot be read: syntax error at or near "form", in line 4 of the query`,
    ])
    expect(await errors(opened('select ? as age, 1 as clicked, 0 as day'))).toEqual([
      "CTR4001 dataset 'log' cannot be read: it has a parameter of SQL (? or $1), which has no value; a parameter is written {name}",
    ])
  })

  test('may be as deep as DuckDB takes it, and as wide', async () => {
    const sum = Array(900).fill('age').join(' + ')
    const list = `age in (${Array(5_000).fill('1').join(', ')})`
    expect(await rowsOf(`${log} where ${sum} > 0 and ${list} and '{root}' <> ''`)).toBe(1)
    expect((await errors(opened(`${log} where ${Array(5000).fill('age').join(' + ')} > 0`)))[0]).toMatch(
      /^CTR4001 .*Max expression depth/,
    )
    const data = await opened(log)
    expect(await data.count({ where: `${sum} > 0` })).toBe(3)
    data.close()
  })

  // What the settings of DuckDB allow: a SELECT that writes a log, or runs a text.
  test.each(['enable_logging', 'enable_profiling', 'query', 'json_execute_serialized_sql', 'arrow_scan'])(
    'reads from no function such as %s',
    async (name) => {
      const call = name === 'enable_logging' ? "storage='file', storage_path='{root}/x'" : "'select 1'"
      for (const query of [
        `select * from ${name}(${call})`,
        `${log} where age in (select 1 from system.main.${name.toUpperCase()}(${call}))`,
        `with t as (from ${name}(${call})) ${log}`,
      ])
        expect((await errors(opened(query)))[0]).toMatch(
          new RegExp(`^CTR4014 dataset 'log' reads from ${name}\\(\\), which is not one of the functions`, 'i'),
        )
    },
  )

  test('with a function that does not exist names a near one', async () => {
    expect((await errors(opened("from read_cvs('{root}/log.csv')")))[0]).toMatch(/; did you mean 'read_csv'\?$/)
  })
})

describe('a value', () => {
  const evil = "' , 1) ; copy (select 1) to 'x.csv' ; select ('"
  // What was SQL once: behind these, a `{v}` was taken for another place than the one that it stands in.
  test.each([
    "select E'it\\'s' as a, '{v}' as v",
    "select $$ ' $$ as a, '{v}' as v",
    "select 1 as \"it's\", '{v}' as v",
    "select 'a\\' as a, '{v}' as v",
    "select /* /* ' */ ' */ '{v}' as v",
    'select {v} as v',
    "select '{v}' as v -- '",
  ])('is a value in %s', async (query) => {
    for (const value of [evil, "\\' or 1=1 --", '\\', "''", '*/ 1 /*', '{v}', '$$', 'é😀']) {
      const data = await opened(`${log} where '{v}' = (select v from (${query}\n))`, { ...root, v: value })
      expect(await data.count({})).toBe(3)
      data.close()
    }
  })

  test.each(["E'{v}'", "e'\\\\{v}'", "X'{v}'", '$${v}$$', '$t$ {v}$t$', '"{v}"'])('is refused in %s', async (place) => {
    for (const value of [evil, "\\' or 1=1 --"]) {
      const found = await errors(opened(`select ${place} as age, 1 as clicked, 0 as day`, { v: value }))
      expect(found[0]).toMatch(/^CTR4008 the query has \{v\} in /)
    }
  })

  test('is text in a comment, and needs no value', async () => {
    expect(await rowsOf(`/* /* {a} */ {b} */ ${log} -- {c}`)).toBe(3)
  })
})

describe('a condition', () => {
  const conditioned = async (where: string): Promise<number> => {
    const data = await opened(log)
    try {
      const batches = await collect(data.batches({ split: 'train', where, size: 10, order: 'stable' }))
      expect(await data.count({ split: 'train', where })).toBe(batches.reduce((sum, each) => sum + each.rows, 0))
      return batches.reduce((sum, each) => sum + each.rows, 0)
    } finally {
      data.close()
    }
  }

  test.each([
    ['age > 1', 1],
    ['age > 1 -- the rest', 1],
    ['age in (1, 2)', 2],
    ["age = (select max(age) from read_csv('data/../log.csv')) or true", 2],
    ['age = 1 or age = 3', 1],
  ])('is one expression, within the split: %s', async (where, count) => {
    const inFolder = where.replace('data/../log.csv', at('data/log.csv'))
    expect(await conditioned(inFolder)).toBe(count)
  })

  const not = 'it is not one expression, such as day = 21'
  test.each([
    [`1=1) ; copy (select 1) to '${at('x.csv')}'; select (1`, 'syntax error at or near ")"'],
    ['1=1) or (1=1', 'syntax error at or near ")"'],
    [`true; copy (select 1) to '${at('x.csv')}'`, not],
    ['', 'SELECT clause without selection list'],
    ['-- nothing', 'SELECT clause without selection list'],
    ['age, day', not],
    ['age from t', not],
    ['age = 1 order by age', not],
    ['age = 1 limit 1', not],
    ['age as a', not],
    ['age = ?', 'it has a parameter of SQL (? or $1), which has no value'],
    ['age = 1 union select 2', not],
    ['age = 1 /*', 'unterminated /* comment at or near "/* "'],
    ['age = 1\0', 'it holds a NUL character'],
  ])('is nothing else: %s', async (where, reason) => {
    expect(await errors(conditioned(where))).toEqual([
      `CTR4007 the condition ${where.replaceAll(`${folder}/`, '').replace('\0', '\\u{0}')} fails: ${reason}`,
    ])
  })

  test('reads no other place, and from no other function', async () => {
    const reading = (path: string) => `age in (select age from read_csv('${path}'))`
    const [outside, absent] = [at('elsewhere/log.csv'), at('data/none.csv')]
    expect((await errors(conditioned(reading(outside))))[0]).toMatch(/^CTR4009 the condition reads /)
    expect((await errors(conditioned(reading(absent))))[0]).toMatch(/^CTR4002 the condition reads /)
    const [found] = await errorsOf(conditioned(reading(outside)))
    expect(found?.span).toBeUndefined()
    expect((await errors(conditioned("1 in (select 1 from enable_logging(storage='file'))")))[0]).toMatch(
      /^CTR4014 the condition reads from enable_logging\(\)/,
    )
  })
})

describe('files', () => {
  test.each([
    ['below a parameter', '{root}/sub/log.csv', { root: 'data' }, 3],
    ['by a pattern', '{root}/log*.csv', { root: 'data' }, 6],
    ['that a parameter names', '{file}', { file: 'elsewhere/log.csv' }, 3],
    ['that a parameter begins', '{file}-05.csv', { file: 'data/log' }, 3],
    ['by a pattern in a parameter', '{files}', { files: 'data/*/log.csv' }, 3],
    ['below a link that a parameter names', '{root}/log.csv', { root: 'linked' }, 3],
    [
      'that a link leads to, where another parameter names its folder',
      '{root}/link.csv',
      { root: 'data', also: 'elsewhere' },
      3,
    ],
  ])('%s are read', async (_, path, params, count) => {
    const absolute = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, at(value)]))
    expect(await rowsOf(`select * from read_csv('${path}')`, absolute)).toBe(count)
  })

  test('of the project are read', async () => {
    expect(await rowsOf(`select * from read_csv('${at('data/log.csv')}')`, {}, at('data'))).toBe(3)
  })

  test.each([
    ['of other folders', 'elsewhere/log.csv'],
    ['of a folder above', 'data/../log.csv'],
    ['that a link leads to', 'data/link.csv'],
    ['of a folder with a longer name', 'data2/log.csv'],
    ['that is not there', 'nowhere/log.csv'],
  ])('%s are not', async (_, path) => {
    for (const query of [`from read_csv('${at(path)}')`, `from '${at(path)}'`, `from glob('${at('*/*')}')`])
      expect((await errors(opened(query, root)))[0]).toMatch(
        /^CTR4009 dataset 'log' reads '.*', which is outside of the folders that it may read \(data\), or a link/,
      )
  })

  test('behind what a parameter begins are not', async () => {
    expect((await errors(opened("from read_csv('{root}/../log.csv')")))[0]).toMatch(/^CTR4009/)
    expect((await errors(opened("from read_csv('{root}a/../../log.csv')", { root: at('dat') })))[0]).toMatch(/^CTR4009/)
    expect((await errors(opened("from read_csv('{root}*/log.csv')", { root: at('dat') })))[0]).toMatch(/^CTR4009/)
  })

  test.each(['https://example.org/a.csv', 's3://bucket/a.parquet'])('of other machines are not: %s', async (path) => {
    expect((await errors(opened(`from '${path}'`)))[0]).toMatch(/CTR40(09|01) /)
    expect(existsSync(at('a.csv'))).toBe(false)
  })

  test('such as devices and those of processes are not', async () => {
    for (const path of ['/dev/stdin', '/proc/self/environ', '/etc/passwd'])
      expect((await errors(opened(`from read_text('${path}')`)))[0]).toMatch(/^CTR4009/)
  })
})
