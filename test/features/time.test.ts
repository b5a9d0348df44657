import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { newReport } from '../../src/diagnostics/report.ts'
import { diskHost } from '../../src/host/disk.ts'
import { train } from '../../src/learn/train/train.ts'
import { exportRun } from '../../src/serve/export-run.ts'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { reported } from '../diagnostics/reported.ts'
import { compiled, temporaryFolder } from '../serve/fixture.ts'
import { predictedLogits } from '../serve/predicted-logits.ts'
import { smallLog, smallSpec, writeSmallProject } from '../small-project.ts'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
const host = diskHost()

/** The hour decides the click but for one row in ten; 0 is the log's word for no time. */
const spec = smallSpec
  .replace(
    'price  : float default 0',
    `price  : float default 0
  shown  : time missing 0
  joined : time
  hour   : hour_of_day(shown, offset: "+01:00") in { dim: 4 }
  since  : standardize(seconds_between(joined, shown)) default 0
  late   : quantiles(shown, 3) in { dim: 2 }`,
  )
  .replace(
    'concat(embed(pin_id), price,',
    'concat(embed(pin_id), price, embed(hour), since, embed(late), is_missing(shown),',
  )
  .replace('  labels:   {', '  time:     shown\n  labels:   {')

/** Hours of ten days of November 2023, UTC. */
const shown = "(timestamp '2023-11-01 00:00:00' + to_hours(cast(i % 240 as int)))"
const columns = (time: string) => ({
  shown: `case when i % 17 = 0 then null else ${time} end`,
  joined: "timestamp '2023-10-01' + to_seconds(i % 13)",
  clicked: 'cast(case when i % 10 = 0 then i % 2 else i % 24 < 12 end as int)',
})
const options = (log: string, run: string) => ({
  ...{ host, report: newReport(), params: new Map([['root', at(log)]]), resume: false },
  ...{ model: compiled({ [at('spec/main.ctr')]: spec }, at('spec/main.ctr')), folder: at(run), version: 'test' },
})

beforeAll(async () => {
  await writeSmallProject(folder, spec, smallLog(columns(shown)))
  await train(options('data', 'run'))
  await exportRun(host, newReport(), { run: at('run'), out: at('out'), version: 'test' })
})

const scores = (query: string, name: string): Promise<number[]> =>
  predictedLogits(at, at('out/serving/home_feed'), query, name)

const log = `select * from (${smallLog({ joined: "timestamp '2023-10-01'" })}) where place = 1 limit 40`
const all = (value: string): string => `select *, ${value} as shown from (${log})`
const noon = 1_698_836_400_000 // 2023-11-01 11:00 UTC

describe('a time', () => {
  test('is an int64 input that the manifest calls time', () => {
    const manifest = JSON.parse(readFileSync(at('out/serving/home_feed/manifest.json'), 'utf8'))
    expect(manifest.inputs.find(({ name }: { name: string }) => name === 'shown')).toEqual({
      ...{ name: 'shown', dtype: 'int64', shape: ['batch'], feature: 'shown', role: 'feature' },
      ...{ missing: '-9223372036854775808', kind: 'time', sentinel: 0 },
    })
  })

  test('is read from integers, timestamps of any unit and zone, and text, alike', async () => {
    const expected = await scores(all(`${noon}::bigint`), 'integer.parquet')
    const text = '2023-11-01 11:00:00'
    expect(await scores(all(`timestamp '${text}'`), 'timestamp.parquet')).toEqual(expected)
    expect(await scores(all(`timestamp_ns '${text}.0000009'`), 'nano.parquet')).toEqual(expected)
    expect(await scores(all(`timestamptz '${text}+00'`), 'zone.parquet')).toEqual(expected)
    expect(await scores(all(`timestamp '${text}'`), 'timestamp.csv')).toEqual(expected)
    expect(await scores(all(`${noon}::bigint`), 'integer.csv')).toEqual(expected)
    expect(await scores(all("date '2023-11-01'"), 'date.parquet')).toEqual(
      await scores(all("timestamp '2023-11-01'"), 'midnight.parquet'),
    )
    expect(await scores(all(`timestamp '${text}' + interval 6 hours`), 'later.parquet')).not.toEqual(expected)
  })

  test('is missing where it is null, the sentinel or infinite', async () => {
    const expected = await scores(all('cast(null as timestamp)'), 'null.parquet')
    expect(await scores(all("timestamp '1970-01-01'"), 'sentinel.parquet')).toEqual(expected)
    expect(await scores(all('0::bigint'), 'zero.parquet')).toEqual(expected)
    expect(await scores(all("timestamp 'infinity'"), 'infinite.parquet')).toEqual(expected)
    expect(expected).not.toEqual(await scores(all('1::bigint'), 'one.parquet'))
  })

  test('trains the same weights from timestamps and from integers', async () => {
    await writeSmallProject(at('ms'), spec, smallLog(columns(`epoch_ms(${shown})`)))
    await train(options('ms/data', 'ms-run'))
    const fits = (run: string) => readFileSync(at(`${run}/fits.json`), 'utf8')
    expect(fits('ms-run')).toBe(fits('run'))
    expect(JSON.parse(fits('run')).late[0].edges).toHaveLength(2)
  })

  test('is learned from: the hours of clicks score higher', async () => {
    const hour = (of: number): string => all(`${noon + (of - 11) * 3_600_000}::bigint`)
    const [yes, no] = [await scores(hour(4), 'yes.parquet'), await scores(hour(16), 'no.parquet')]
    expect(yes.every((logit, row) => logit > no[row]!)).toBe(true)
  })
})

describe('a column that is no time, or of another unit', () => {
  const found = async (time: string, name: string): Promise<readonly string[]> => {
    await writeSmallProject(at(name), spec, smallLog(columns(time)))
    const { diagnostics } = await reported(async (report) => {
      await train({ ...options(`${name}/data`, `${name}-run`), report })
    })
    return diagnostics.filter(({ code }) => code.startsWith('CTR4')).map(({ code, message }) => `${code}: ${message}`)
  }

  test.each([
    [
      's',
      1_000_000,
      'before March 1973',
      '1698796800',
      'cast("shown" as BIGINT) * 1000 in the query makes milliseconds of seconds',
    ],
    ['us', 1, 'after 2100', '1698796800000000', '"shown" // 1000 in the query makes milliseconds of microseconds'],
  ])('%s', async (name, divisor, where, example, remedy) => {
    expect(await found(`(epoch_us(${shown}) // ${divisor})`, name)).toEqual([
      `CTR4075: 'shown' is a time in milliseconds since 1970; in 658 rows it lies ${where}, such as ${example}: is it in another unit? ${remedy}`,
    ])
  })

  test('infinite timestamps are reported', async () => {
    expect(await found(`if(i = 5, timestamp 'infinity', ${shown})`, 'infinite')).toEqual([
      "CTR4076: 'shown' is infinity in 1 row, which is no time, and is read as missing",
    ])
  })

  test('text is refused, with a cast that reads it', async () => {
    await writeSmallProject(at('text'), spec, smallLog(columns(`cast(${shown} as varchar)`)))
    const errors = await errorsOf(train(options('text/data', 'text-run')))
    expect(errors.map(({ message }) => message)).toEqual([
      "column 'shown' is VARCHAR, but feature 'shown' expects a timestamp, a date, or an integer: milliseconds since 1970; " +
        'cast("shown" as TIMESTAMP) in the query converts it',
    ])
  })
})
