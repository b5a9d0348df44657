import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { collect, open, sql, temporaryFolder } from './fixture.ts'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)

const text = (query: string): string => `
surface home
level row
features of row { age : float default 0 }
dataset log {
  query:   "${query}"
  surface: home
  labels:  { click: clicked == 1 }
  splits:  { train: day == 0 }
}
model m on home { trunk { predict click = age } }
`
const select = 'select i / 10 as age, i % 2 as clicked, 0 as day from range(5000) t(i)'
const from = (query: string, params: Record<string, string> = { root: folder }) =>
  open(text(query), { params: new Map(Object.entries(params)) })
/** Opens and reads to the end: a column that nothing counts is read with the batches alone. */
async function readAll(query: string): Promise<void> {
  const data = await from(query)
  try {
    await collect(data.batches({ size: 1000, order: 'stable' }))
  } finally {
    data.close()
  }
}
const codes = async (step: Promise<unknown>): Promise<readonly string[]> =>
  (await errorsOf(step)).map(({ code }) => code)

describe('Parquet, CSV and JSON are read alike', () => {
  test.each(['parquet', 'csv', 'json'])('%s', async (format) => {
    await sql(`copy (${select}) to '${at(`log.${format}`)}' (format ${format})`)
    const data = await from(`select * from read_${format}('{root}/log.${format}')`)
    const batches = await collect(data.batches({ split: 'train', size: 2000, order: 'stable' }))
    expect(batches.map(({ rows }) => rows)).toEqual([2000, 2000, 1000])
    const ages = batches.flatMap(({ raw }) => {
      const column = raw.columns.get('age')!
      return column.kind === 'float' ? [...column.values] : []
    })
    expect(ages.sort((a, b) => a - b)).toEqual(Array.from({ length: 5000 }, (_, i) => Math.fround(i / 10)))
    data.close()
  })
})

describe('what cannot be read is reported', () => {
  test('no file', async () => {
    const [found] = await errorsOf(from("select * from read_parquet('{root}/none/*.parquet')"))
    expect([found!.code, found!.message]).toEqual([
      'CTR4002',
      `dataset 'log' reads '${folder}/none/*.parquet', but no file matches`,
    ])
    expect(await codes(from("select * from read_csv('{root}/none.csv')"))).toEqual(['CTR4002'])
  })

  test.each(['footer', 'everything', 'middle'])('a Parquet file that lacks its %s', async (part) => {
    const file = at(`${part}.parquet`)
    await sql(`copy (${select}) to '${file}'`)
    const bytes = readFileSync(file)
    if (part === 'footer') truncateSync(file, bytes.length >> 1)
    if (part === 'everything') truncateSync(file, 0)
    if (part === 'middle') writeFileSync(file, bytes.fill(0xff, 8, bytes.length >> 1))
    const [found] = await errorsOf(readAll(`select * from read_parquet('{root}/${part}.parquet')`))
    expect(found!.code).toBe('CTR4003')
    expect(found!.message).not.toMatch(/\n| at .*:\d+/)
  })

  test('a text that is called Parquet', async () => {
    writeFileSync(at('text.parquet'), 'user_id,age\n1,2\n'.repeat(100))
    expect(await codes(from("select * from read_parquet('{root}/text.parquet')"))).toEqual(['CTR4003'])
  })

  test('a CSV file with a broken line', async () => {
    writeFileSync(at('broken.csv'), `age,clicked,day\n${'1,0,0\n'.repeat(30_000)}1,zero,0\n`)
    expect(await codes(from("select * from read_csv('{root}/broken.csv')"))).toEqual(['CTR4003'])
  })

  test.each([
    ['zero', '; sample_size = -1 in read_csv finds types that fit all rows', ['CTR4012']],
    ['NA', "; nullstr = ['', 'NA'] in read_csv reads it as missing", []],
  ])('%s in a late line of a CSV file, with the option that reads it', async (word, remedy, left) => {
    writeFileSync(at('late.csv'), `age,clicked,day\n${'1,0,0\n'.repeat(30_000)}1,${word},0\n`)
    const [found] = await errorsOf(from("select * from read_csv('{root}/late.csv')"))
    expect(found!.message).toContain(remedy)
    const [, option] = /; (.*) in read_csv/.exec(remedy)!
    const query = `select * from read_csv('{root}/late.csv', ${option})`
    // The column is text then, and no label.
    if (left.length > 0) expect(await codes(from(query))).toEqual(left)
    else await from(query)
  })

  test('a CSV file that is not UTF-8, with the option that reads it', async () => {
    writeFileSync(at('latin.csv'), Buffer.from('age,clicked,day,town\n1,0,0,K\xf6ln\n2,1,0,Bern\n', 'latin1'))
    const [found] = await errorsOf(from("select * from read_csv('{root}/latin.csv')"))
    expect(found!.message).toMatch(/; encoding = 'latin-1' in read_csv reads text of that encoding$/)
    await from("select * from read_csv('{root}/latin.csv', encoding = 'latin-1')")
  })

  test('text with an ending that tells nothing', async () => {
    writeFileSync(at('log.txt'), 'age,clicked,day\n1,0,0\n')
    const [found] = await errorsOf(from("select * from '{root}/log.txt'"))
    expect(found!.message).toContain(`; from read_csv('${at('log.txt')}') in the query reads text of any ending`)
  })

  test('SQL that is none', async () => {
    const [found] = await errorsOf(from('selec 1'))
    expect([found!.code, found!.message]).toEqual([
      'CTR4001',
      `dataset 'log' cannot be read: syntax error at or near "selec"`,
    ])
  })

  test('a query over what is not there', async () => {
    expect(await codes(from('select * from nothing'))).toEqual(['CTR4001'])
    expect(await codes(from('select nothing from range(3)'))).toEqual(['CTR4001'])
  })

  test('a query that fails on its rows', async () => {
    const query =
      "select cast(case when i = 4000 then 'x' else '1' end as int) as age, 1 as clicked, 0 as day from range(5000) t(i)"
    expect(await codes(readAll(query))).toEqual(['CTR4001'])
  })

  test.each([
    ['select 1 as age; select 2', '2 statements'],
    ['create table t (age int)', 'another statement'],
    ['', 'empty'],
    ['-- nothing yet', 'empty'],
  ])('not one SELECT: %s', async (query, what) => {
    const [found] = await errorsOf(from(query))
    expect([found!.code, found!.message]).toEqual([
      'CTR4005',
      `the query of dataset 'log' must be a single SELECT, but is ${what}`,
    ])
  })

  test('a parameter without a value', async () => {
    expect(await codes(from("select * from read_csv('{rot}/a.csv')"))).toEqual(['CTR4004'])
  })

  test('a value cannot add SQL', async () => {
    await sql(`copy (${select}) to '${at("it''s.parquet")}'`)
    const data = await from("select * from read_parquet('{root}/{name}.parquet')", { root: folder, name: "it's" })
    expect(data.summary.rows).toBe(5000)
    data.close()
  })
})
