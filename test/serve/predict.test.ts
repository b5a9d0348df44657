import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { newReport } from '../../src/diagnostics/report.ts'
import { diskHost } from '../../src/host/disk.ts'
import { recordedTerminal } from '../../src/host/terminal.ts'
import { calibrateRun } from '../../src/learn/calibrate/calibrate-run.ts'
import { calibratorOf } from '../../src/learn/calibrate/calibration.ts'
import { readCalibration } from '../../src/learn/calibrate/calibration-file.ts'
import { openForScoring, openRun } from '../../src/learn/train/open-run.ts'
import { scoreRows } from '../../src/learn/train/score-rows.ts'
import { train } from '../../src/learn/train/train.ts'
import { exportRun } from '../../src/serve/export-run.ts'
import { predict } from '../../src/serve/predict.ts'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { smallLog, smallSpec, writeSmallProject } from '../small-project.ts'
import { sql } from '../sql.ts'
import { compiled, temporaryFolder } from './fixture.ts'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
const host = diskHost()
const search = at('out/serving/search')

beforeAll(async () => {
  await writeSmallProject(folder)
  const model = compiled({ [at('spec/main.ctr')]: smallSpec }, at('spec/main.ctr'))
  const params = new Map([['root', at('data')]])
  const report = newReport()
  const options = { host, report, terminal: recordedTerminal(), model, params, folder: at('run'), version: 'test' }
  await train({ ...options, resume: false })
  await calibrateRun({ host, report, folder: at('run') })
  await exportRun(host, report, { run: at('run'), out: at('out'), version: 'test' })
})

const rowsOf = (path: string) => sql(`select * from '${path}'`)

/** Writes the query to a file of this kind, scores it, and gives the scores. */
async function scored(query: string, name: string, surface = search) {
  const ending = name.split('.').pop()
  await sql(`copy (${query}) to '${at(name)}' (format ${ending})`)
  const result = await predict(host, surface, at(name), at(`scored-${name}`))
  return { result, rows: await rowsOf(at(`scored-${name}`)) }
}

/** As 32-bit floats: text has the shortest number that is the same one. */
const logitsOf = (rows: readonly Record<string, unknown>[]) =>
  rows.map((row) => Math.fround(Number(row['click.logit'])))

const onSearch = `select * from (${smallLog()}) where place > 1`

test.each(['parquet', 'csv', 'json'])(
  'a %s file with numbers that no 32-bit float holds has a word on them',
  async (ending) => {
    const log = 'if(user_id % 7 = 1, 1e300, price::double)'
    const { result } = await scored(
      onSearch.replace('select *', `select * replace (${log} as price)`),
      `huge.${ending}`,
    )
    const [{ rows }] = (await sql(`select count(*) as rows from (${onSearch}) where user_id % 7 = 1`)) as [
      { rows: unknown },
    ]
    expect(Number(rows)).toBeGreaterThan(1)
    expect(result.warnings.map(({ severity, code, message }) => `${severity} ${code} ${message}`)).toEqual([
      expect.stringMatching(new RegExp(`^warning CTR4045 'price' .* in ${rows} rows it is larger, such as 1e\\+?300,`)),
    ])
    // The same rows with nothing in its place.
    const without = await scored(
      onSearch.replace('select *', `select * replace (nullif(${log}, 1e300) as price)`),
      `none.${ending}`,
    )
    expect(without.result.warnings).toEqual([])
    expect(logitsOf(await sql(`select * from '${at(`scored-huge.${ending}`)}'`))).toEqual(logitsOf(without.rows))
  },
)

test.each([
  ['home_feed', 'place = 1'],
  ['search', 'place > 1'],
])('an export is verified with the first rows of the test split: %s', async (surface, where) => {
  const [{ rows }] = (await sql(`select count(*) as rows from (${smallLog()}) where day = 6 and ${where}`)) as [
    { rows: unknown },
  ]
  const { tolerances } = JSON.parse(readFileSync(at(`out/serving/${surface}/provenance.json`), 'utf8'))
  expect(tolerances.real_rows).toBe(Number(rows))
  expect(tolerances.real_rows).toBeGreaterThan(30)
})

describe('scores of real rows', () => {
  test.each([
    ['home_feed', 'place = 1'],
    ['search', 'place > 1'],
  ])('are those of the training engine, calibrated: %s', async (surface, where) => {
    const report = newReport()
    const run = openRun(host, report, at('run'))
    const scoring = await openForScoring(host, report, run, {})
    const calibration = readCalibration(host, run)
    try {
      const { tasks, places } = await scoreRows(scoring.scorer, scoring.dataset, ['click'], { where })
      const expected = tasks.get('click')!
      const views = Array.from(expected.places, (place) => places.all[place]!.view)
      // The dataset's stable order is the file's.
      const { rows } = await scored(
        `select * from (${smallLog()}) where ${where}`,
        `${surface}.parquet`,
        at(`out/serving/${surface}`),
      )
      expect(rows).toHaveLength(expected.logits.length)
      const byLogit = (a: number, b: number): number => a - b
      const logits = rows.map((row) => Number(row['click.logit'])).sort(byLogit)
      const theirs = [...expected.logits].sort(byLogit)
      for (const [i, logit] of logits.entries()) expect(Math.abs(logit - theirs[i]!)).toBeLessThan(1e-5)
      const calibrated = (logit: number, row: number): number => {
        const { slope, intercept } = calibratorOf(calibration, 'click', surface, views[row]!)!.values
        return 1 / (1 + Math.exp(-(slope! * logit + intercept!)))
      }
      const probabilities = [...expected.logits.map(calibrated)].sort(byLogit)
      for (const [i, click] of rows
        .map((row) => Number(row.click))
        .sort(byLogit)
        .entries())
        expect(Math.abs(click - probabilities[i]!)).toBeLessThan(1e-5)
      expect(new Set(views).size).toBe(surface === 'search' ? 2 : 1)
    } finally {
      await scoring.close()
    }
  })
})

describe('files', () => {
  test('Parquet, CSV and JSON give the same scores, in the order of the file, beside its columns', async () => {
    const { rows } = await scored(onSearch, 'a.parquet')
    expect(Object.keys(rows[0]!).slice(-3)).toEqual(['click', 'click.logit', 'status'])
    const given = await sql(onSearch)
    expect(rows.map(({ pin_id }) => pin_id)).toEqual(given.map(({ pin_id }) => pin_id))
    for (const ending of ['csv', 'json']) {
      const other = await scored(onSearch, `a.${ending}`)
      expect(logitsOf(other.rows)).toEqual(logitsOf(rows))
    }
  })

  test('of more rows than one call of the graph takes', async () => {
    const few = await scored(onSearch, 'few.parquet')
    const many = await scored(`select * from (${onSearch}) cross join range(10) order by range, 1`, 'many.parquet')
    expect(many.result.rows).toBe(few.result.rows * 10)
    const logits = (rows: typeof few.rows) => rows.map((row) => Number(row['click.logit'])).sort((a, b) => a - b)
    const [a, b] = [logits(few.rows), logits(many.rows)]
    for (const [i, logit] of b.entries()) expect(logit).toBeCloseTo(a[Math.floor(i / 10)]!, 5)
  })

  test('without a row', async () => {
    const { result, rows } = await scored(`select * from (${onSearch}) where false`, 'none.parquet')
    expect([result.rows, rows]).toEqual([0, []])
    expect(
      (await sql(`describe select * from '${at('scored-none.parquet')}'`)).map((each) => each.column_name),
    ).toContain('click')
  })

  test('text that looks like another type is read as what the graph takes', async () => {
    const numbers = onSearch.replace('select *', "select * replace ('7' as country, [] as query, null as price)")
    const parquet = await scored(
      onSearch.replace(
        'select *',
        "select * replace ('7' as country, cast([] as bigint[]) as query, cast(null as float) as price)",
      ),
      'seven.parquet',
    )
    for (const ending of ['csv', 'json']) {
      const { rows } = await scored(numbers, `seven.${ending}`)
      expect(logitsOf(rows)).toEqual(logitsOf(parquet.rows))
    }
  })

  test('a column called like a score keeps its values under another name', async () => {
    const { rows } = await scored(onSearch.replace('select *', 'select *, clicked as click'), 'labelled.parquet')
    expect(rows.map((row) => row['input.click'])).toEqual(rows.map((row) => row.clicked))
    expect(rows.every((row) => Number(row.click) > 0 && Number(row.click) < 1)).toBe(true)
  })

  test('a list longer than the feature keeps its last elements', async () => {
    const longer = (list: string) => onSearch.replace('select *', `select * replace (${list} as recent)`)
    const long = await scored(longer('list_concat([1, 2, 3]::bigint[], [11, 12, 13, 14]::bigint[])'), 'long.parquet')
    const last = await scored(longer('[11, 12, 13, 14]::bigint[]'), 'last.parquet')
    expect(logitsOf(long.rows)).toEqual(logitsOf(last.rows))
  })

  test('what is not a number, null, and an infinity are missing', async () => {
    const priced = (price: string) =>
      onSearch.replace('select *', `select * replace (cast(${price} as float) as price)`)
    const logits = async (price: string, name: string) => logitsOf((await scored(priced(price), name)).rows)
    const missing = await logits('null', 'null.parquet')
    expect(await logits("'nan'", 'nan.parquet')).toEqual(missing)
    expect(await logits("'infinity'", 'infinity.parquet')).toEqual(missing)
    // Its default is 0.
    expect(await logits('0', 'zero.parquet')).toEqual(missing)
  })

  test('an unknown view type has a status and no score', async () => {
    const { result, rows } = await scored(
      onSearch.replace('select *', "select * replace (case when place = 2 then 'shopping' else view end as view)"),
      'shopping.parquet',
    )
    const odd = rows.filter(({ place }) => place === 2)
    expect(odd.length).toBeGreaterThan(0)
    expect(odd.every(({ status, click }) => status === '2' && click === null)).toBe(true)
    expect(result.unscored).toEqual({ 2: odd.length })
    expect(rows.filter(({ place }) => place !== 2).every(({ status }) => status === '0')).toBe(true)
  })
})

describe('what cannot be scored is reported', () => {
  const refused = async (input: string, surface = search, digests = true) => {
    const found = await errorsOf(predict(host, surface, input, at('refused.parquet'), digests))
    expect(readdirSync(folder).filter((name) => name.includes('refused'))).toEqual([])
    return found.map(({ code, message }) => `${code} ${message.replaceAll(`${folder}/`, '')}`)
  }
  const written = async (query: string, name: string): Promise<string> => {
    await sql(`copy (${query}) to '${at(name)}' (format ${name.split('.').pop()})`)
    return at(name)
  }

  test('columns that are not there, with near names', async () => {
    const file = await written(`select * exclude (tags) rename (country as contry) from (${onSearch})`, 'lacks.parquet')
    expect(await refused(file)).toEqual([
      "CTR7008 'lacks.parquet' has no column 'country' (a string); did you mean 'contry'?",
      "CTR7008 'lacks.parquet' has no column 'tags' (a list of strings)",
    ])
  })

  const words = `select * replace (case when i % 2 = 1 then 'p' || i else '3' end as pin_id, case when i = 4 then 'cheap' else '1' end as price)
    from (select *, row_number() over () as i from (${onSearch} limit 5))`

  test('columns of another type', async () => {
    expect(await refused(await written(words, 'types.parquet'))).toEqual([
      "CTR7009 column 'pin_id' of 'types.parquet' is VARCHAR, the graph expects an integer",
      "CTR7009 column 'price' of 'types.parquet' is VARCHAR, the graph expects a number",
    ])
  })

  test.each(['csv', 'json'])('words in %s that are no such value, with the first of them', async (ending) => {
    expect(await refused(await written(words, `types.${ending}`))).toEqual([
      `CTR7009 column 'pin_id' of 'types.${ending}' has 'p1' in row 1, and others in 2 more, the graph expects an integer`,
      `CTR7009 column 'price' of 'types.${ending}' has 'cheap' in row 4, the graph expects a number`,
    ])
  })

  test('a word behind the rows that types are guessed from', async () => {
    const late = `select * replace (case when i = 29999 then 'NA' else price::varchar end as price)
      from (select *, row_number() over () as i from (${onSearch}) cross join range(100)) limit 30000`
    expect(await refused(await written(late, 'late.csv'))).toEqual([
      "CTR7009 column 'price' of 'late.csv' has 'NA' in row 29999, the graph expects a number",
    ])
  })

  // DuckDB's cast rounds the first, and makes twelve digits of the second.
  test.each(['1.5', '68e10', '12345678901234567890'])('an id that is no integer of 64 bits: %s', async (id) => {
    const file = await written(onSearch.replace('select *', `select * replace ('${id}' as pin_id)`), 'ids.csv')
    expect((await refused(file))[0]).toMatch(`CTR7009 column 'pin_id' of 'ids.csv' has '${id}' in row 1, and others in`)
  })

  test.each(['csv', 'json'])('a list of ids that holds a fraction, in %s, which a cast would round', async (ending) => {
    const lists = onSearch.replace('select *', 'select * replace ([1.7::double, 2] as recent)')
    expect((await refused(await written(lists, `fractions.${ending}`)))[0]).toMatch(
      /^CTR7009 column 'recent' of 'fractions\.\w+' has '\[1\.7, ?2(\.0)?\]' in row 1, and others in/,
    )
    const whole = onSearch.replace('select *', 'select * replace ([1.0::double, null, 2] as recent)')
    const { result } = await scored(whole, `whole-lists.${ending}`)
    expect(result.rows).toBeGreaterThan(0)
  })

  test('a file that is not there, empty, or cut off', async () => {
    expect(await refused(at('nowhere.parquet'))).toEqual([
      "CTR7011 'nowhere.parquet' cannot be read: there is no such file",
    ])
    writeFileSync(at('empty.parquet'), '')
    expect((await refused(at('empty.parquet')))[0]).toMatch(/^CTR7011 'empty.parquet' cannot be read: .*too small/)
    const whole = readFileSync(await written(onSearch, 'whole.parquet'))
    writeFileSync(at('cut.parquet'), whole.subarray(0, whole.length >> 1))
    expect((await refused(at('cut.parquet')))[0]).toMatch(/^CTR7011 'cut.parquet' cannot be read: /)
    writeFileSync(at('empty.csv'), '')
    expect((await refused(at('empty.csv')))[0]).toMatch(/^CTR7008 'empty.csv' has no column/)
  })

  test('an id that no int64 holds', async () => {
    const file = await written(
      onSearch.replace('select *', 'select * replace (18446744073709551615::ubigint as pin_id)'),
      'wide.parquet',
    )
    expect((await refused(file))[0]).toMatch(/^CTR7011 'wide.parquet' cannot be read: .*18446744073709551615/)
  })

  test('a folder that is no exported surface, or a damaged one', async () => {
    const file = await written(onSearch, 'fine.parquet')
    expect(await refused(file, at('out'))).toEqual([
      "CTR7007 'out' is not an exported surface: it has no manifest.json; name one of those in it: 'out/serving/home_feed', 'out/serving/search'",
    ])
    const copy = at('copy')
    host.writeAtomic(join(copy, 'manifest.json'), host.readText(join(search, 'manifest.json'))!)
    expect(await refused(file, copy)).toEqual(["CTR7007 'copy' is not an exported surface: it has no 1/model.onnx"])
    host.writeAtomic(join(copy, '1/model.onnx'), host.readBytes(join(search, '1/model.onnx'))!.slice(0, 500))
    expect((await refused(file, copy, false))[0]).toMatch(/^CTR7010 'copy\/1\/model.onnx' cannot be loaded: /)
    host.writeAtomic(join(copy, '1/model.onnx'), host.readBytes(join(search, '1/model.onnx'))!)
    // Its weights are not beside it.
    expect((await refused(file, copy, false))[0]).toMatch(/^CTR7010 'copy\/1\/model.onnx' cannot be loaded: /)
    host.writeAtomic(join(copy, 'manifest.json'), '{')
    expect((await refused(file, copy, false))[0]).toMatch(
      /^CTR7010 'copy\/manifest.json' cannot be loaded: it is not JSON/,
    )
    host.writeAtomic(join(copy, 'manifest.json'), '{"ctrc": 1, "surface": "search", "inputs": [3], "outputs": []}')
    expect((await refused(file, copy, false))[0]).toMatch(
      /^CTR7010 'copy\/manifest.json' cannot be loaded: 'model' is missing/,
    )
  })
})
