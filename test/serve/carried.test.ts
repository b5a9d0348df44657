import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { newReport } from '../../src/diagnostics/report.ts'
import { diskHost } from '../../src/host/disk.ts'
import { build } from '../../src/serve/build.ts'
import { predict } from '../../src/serve/predict.ts'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { sql } from '../sql.ts'
import { compiled, temporaryFolder } from './fixture.ts'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
const host = diskHost()

const spec = `
import { linear } from "ctr:std"

surface web
level impression
features of impression { ad_id : id in ads, price : float default 0 }
table ads { rows: hash(50), dim: 2 }
model m on web { trunk { predict click = linear(concat(embed(ad_id), price)) } }
`

beforeAll(async () => {
  const model = compiled({ '/main.ctr': spec }, '/main.ctr')
  await build(host, newReport(), { model, out: at('out'), untrained: true, version: 'test' })
})

/** The text of a file that was scored, its scores cut off. */
async function scored(name: string, text: string, out = `scored-${name}`): Promise<string> {
  mkdirSync(dirname(at(name)), { recursive: true })
  writeFileSync(at(name), text)
  await predict(host, at('out/serving/web'), at(name), at(out))
  return readFileSync(at(out), 'utf8')
}
const withoutScores = (csv: string): string =>
  csv
    .split('\n')
    .map((line) => line.replace(/(,[^,]*){3}$/, ''))
    .join('\n')
const errors = async (input: string, out: string): Promise<readonly string[]> =>
  (await errorsOf(predict(host, at('out/serving/web'), at(input), at(out)))).map(
    ({ code, message }) => `${code} ${message.replaceAll(`${folder}/`, '')}`,
  )

describe('columns that the graph does not read', () => {
  const rows = [
    'request_id,ad_id,price,code,note,empty',
    '1000009418151094273,7,0.5,68e10,"a, ""b""",',
    '1000009418151094274,007,1.50,1e5,2020-01-01,""',
    '12345678901234567890,9,,0.10, x ,true',
    '',
  ].join('\n')

  test('are carried through CSV as they are, and those that it reads', async () => {
    expect(withoutScores(await scored('rows.csv', rows))).toBe(rows)
  })

  test('are separated by what the ending of the file written says', async () => {
    const separated = async (out: string) => {
      await scored('separated.csv', 'ad_id,price,note\n7,0.5,"a,b"\n', out)
      const bytes = readFileSync(at(out))
      return (out.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().split('\n')
    }
    const tabs = 'ad_id\tprice\tnote\tclick\tclick.logit\tstatus'
    for (const out of ['out.tsv', 'out.TSV.gz']) {
      const [header, row] = await separated(out)
      expect(header, out).toBe(tabs)
      expect(row?.split('\t').slice(0, 3), out).toEqual(['7', '0.5', 'a,b'])
    }
    for (const out of ['out.tsv.csv']) {
      const [header, row] = await separated(out)
      expect(header, out).toBe(tabs.replaceAll('\t', ','))
      expect(row, out).toMatch(/^7,0\.5,"a,b",/)
    }
  })

  test('are carried into Parquet and JSON as text', async () => {
    for (const ending of ['parquet', 'json']) {
      await scored('rows.csv', rows, `texts.${ending}`)
      const read = ending === 'parquet' ? 'read_parquet' : 'read_json'
      const options = ending === 'json' ? ", columns = {request_id: 'VARCHAR', code: 'VARCHAR', ad_id: 'VARCHAR'}" : ''
      expect(await sql(`select request_id, code, ad_id from ${read}('${at(`texts.${ending}`)}'${options})`)).toEqual([
        { request_id: '1000009418151094273', code: '68e10', ad_id: '7' },
        { request_id: '1000009418151094274', code: '1e5', ad_id: '007' },
        { request_id: '12345678901234567890', code: '0.10', ad_id: '9' },
      ])
    }
  })

  const objects = [
    '{"ad_id":7,"price":0.5,"id":12345678901234567890,"code":"68e10","of":{"a":[1,"x"]},"day":"2020-01-01"}',
    '{"ad_id":8,"price":null,"id":123456789012345678901234567890,"code":"1","of":null,"day":"x"}',
    '',
  ].join('\n')

  test('are carried through JSON as they are', async () => {
    const text = await scored('rows.json', objects)
    expect(text.replace(/,"click":.*/g, '}')).toBe(objects)
  })

  test('of JSON are carried into CSV as text', async () => {
    expect(withoutScores(await scored('rows.json', objects, 'from-json.csv'))).toBe(
      [
        'ad_id,price,id,code,of,day',
        '7,0.5,12345678901234567890,68e10,"{""a"":[1,""x""]}",2020-01-01',
        '8,,123456789012345678901234567890,1,,x',
        '',
      ].join('\n'),
    )
  })

  test('of JSON that come late are columns too', async () => {
    const many = '{"ad_id":1,"price":1}\n'.repeat(30_000)
    const text = await scored('late.json', `${many}{"ad_id":1,"price":1,"late":"here"}\n`)
    expect(text.trimEnd().split('\n').at(-1)).toContain('"late":"here"')
  })

  test('keep their types in Parquet', async () => {
    const types =
      "1::ubigint as a, 1.10::decimal(9,2) as b, 'x'::enum('x', 'y') as c, date '2020-01-01' as d, [1::tinyint] as e"
    await sql(`copy (select 7 as ad_id, 0.5::float as price, ${types}) to '${at('types.parquet')}'`)
    await predict(host, at('out/serving/web'), at('types.parquet'), at('scored.parquet'))
    const of = async (name: string) =>
      (await sql(`describe select a, b, c, d, e from '${at(name)}'`)).map(({ column_type }) => column_type)
    expect(await of('scored.parquet')).toEqual(await of('types.parquet'))
  })
})

describe('names', () => {
  test('of columns are those of no table of ours', async () => {
    const text = await scored('ours.csv', 'ad_id,price,ctrc_row,n,c0,s0,scores\n1,2,a,b,c,d,e\n3,4,a,b,c,d,e\n')
    expect(withoutScores(text)).toBe('ad_id,price,ctrc_row,n,c0,s0,scores\n1,2,a,b,c,d,e\n3,4,a,b,c,d,e\n')
  })

  test('that differ from those of scores in case alone are kept under others', async () => {
    const text = await scored('case.csv', 'ad_id,price,Click,STATUS,input.click\n1,2,a,b,c\n')
    expect(text.split('\n')[0]).toBe('ad_id,price,input.input.Click,input.STATUS,input.click,click,click.logit,status')
    for (const ending of ['parquet', 'json']) {
      await scored('case.csv', 'ad_id,price,Click,STATUS,input.click\n1,2,a,b,c\n', `case.${ending}`)
      const [row] = await sql(`select * from '${at(`case.${ending}`)}'`)
      expect(row).toMatchObject({ 'input.input.Click': 'a', 'input.STATUS': 'b', 'input.click': 'c' })
    }
  })
})

describe('the input', () => {
  const one = 'ad_id,price\n1,2\n'
  const text = (name: string, content = one): void => {
    mkdirSync(dirname(at(name)), { recursive: true })
    writeFileSync(at(name), content)
  }

  test('is a file, a folder, or a pattern', async () => {
    text('parts/a.csv')
    text('parts/b.csv', 'ad_id,price\n3,4\n')
    text('parts/below/c.csv', 'price,ad_id\n6,5\n')
    text('parts/_SUCCESS', '')
    const rowsOf = async (input: string) => {
      await predict(host, at('out/serving/web'), at(input), at('all.csv'))
      return withoutScores(readFileSync(at('all.csv'), 'utf8'))
    }
    expect(await rowsOf('parts/*.csv')).toBe('ad_id,price\n1,2\n3,4\n')
    expect(await rowsOf('parts')).toBe('ad_id,price\n1,2\n3,4\n5,6\n')
    expect(await rowsOf('parts/**/[c].csv')).toBe('price,ad_id\n6,5\n')
    symlinkSync(at('parts/a.csv'), at('link.csv'))
    expect(await rowsOf('link.csv')).toBe(one)
  })

  test('may have a name that looks like a pattern', async () => {
    text('rows1.csv', 'ad_id,price\n9,9\n')
    expect(withoutScores(await scored('rows[1].csv', one))).toBe(one)
    expect(withoutScores(await scored('rows*.csv', one))).toBe(one)
  })

  test('is not read from the names of its folders', async () => {
    expect(withoutScores(await scored('ad_id=5/price=7/rows.csv', one))).toBe(one)
  })

  test('has a known ending', async () => {
    const known =
      'rows are read and written as .parquet, .csv, .tsv, .json, .jsonl or .ndjson; all but .parquet also with .gz behind'
    text('rows.txt')
    text('rows')
    text('mixed/a.csv')
    text('mixed/b.json', '{"ad_id":1,"price":1}')
    text('none/a.txt')
    expect(await errors('rows.txt', 'x.csv')).toEqual([
      `CTR7013 'rows.txt' has the ending .txt, which is not known: ${known}`,
    ])
    expect(await errors('rows', 'x.csv')).toEqual([`CTR7013 'rows' has no ending: ${known}`])
    expect(await errors('rows.t*', 'x.csv')).toEqual([
      `CTR7013 'rows.txt' has the ending .txt, which is not known: ${known}`,
    ])
    expect(await errors('mixed', 'x.csv')).toEqual([
      "CTR7011 'mixed' cannot be read: 'mixed/a.csv' and 'mixed/b.json' have different formats",
    ])
    expect(await errors('none', 'x.csv')).toEqual(["CTR7011 'none' cannot be read: no file of a known ending matches"])
    expect(await errors('nothing-*.csv', 'x.csv')).toEqual([
      "CTR7011 'nothing-*.csv' cannot be read: no file of a known ending matches",
    ])
    for (const out of ['x.arrow', 'x.parquet.gz', 'x'])
      expect((await errors('rows.csv', out))[0]).toMatch(/^CTR7013 'x.*' has (no|the) ending/)
    expect(host.exists(at('x.arrow'))).toBe(false)
  })

  test('is not the output', async () => {
    text('same/a.csv')
    text('same/b.csv')
    symlinkSync(at('same/a.csv'), at('same/link.csv'))
    expect(await errors('same/a.csv', 'same/a.csv')).toEqual([
      "CTR7014 'same/a.csv' is the input too, and would be overwritten: name another file for the output",
    ])
    expect(await errors('same/a.csv', 'same/../same/a.csv')).toHaveLength(1)
    expect(await errors('same/link.csv', 'same/a.csv')).toEqual([
      "CTR7014 the output 'same/a.csv' is a file of the input 'same/link.csv', and would be overwritten: name another file",
    ])
    expect((await errors('same/*.csv', 'same/b.csv'))[0]).toMatch(/^CTR7014/)
    expect(readFileSync(at('same/a.csv'), 'utf8')).toBe(one)
  })
})
