import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { newReport } from '../../src/diagnostics/report.ts'
import { diskHost } from '../../src/host/disk.ts'
import { recordedTerminal } from '../../src/host/terminal.ts'
import { calibrateRun } from '../../src/learn/calibrate/calibrate-run.ts'
import { train } from '../../src/learn/train/train.ts'
import { exportRun } from '../../src/serve/export-run.ts'
import { predict } from '../../src/serve/predict.ts'
import { errorsOf } from '../diagnostics/errors-of.ts'
import { compiled, temporaryFolder } from '../serve/fixture.ts'
import { predictedLogits } from '../serve/predicted-logits.ts'
import { smallLog, smallSpec, writeSmallProject } from '../small-project.ts'
import { sql } from '../sql.ts'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
const host = diskHost()

/** `is_video` decides the click but for one row in ten; -1 is the log's word for unknown. */
const spec = smallSpec
  .replace('price  : float default 0', 'price : float default 0\n  is_video : bool missing -1 default false')
  .replace('concat(embed(pin_id), price,', 'concat(embed(pin_id), price, is_video,')
const isVideo = 'case when i % 17 = 0 then null when i % 13 = 0 then -1 else i % 2 end'
const columns = {
  is_video: `cast(${isVideo} as int)`,
  clicked: 'cast(case when i % 10 = 0 then 0 else i % 2 end as int)',
}

const options = (log: string, run: string) => ({
  ...{ host, report: newReport(), terminal: recordedTerminal(), params: new Map([['root', at(log)]]) },
  ...{ model: compiled({ [at('spec/main.ctr')]: spec }, at('spec/main.ctr')), folder: at(run), version: 'test' },
})

beforeAll(async () => {
  await writeSmallProject(folder, spec, smallLog(columns))
  await train({ ...options('data', 'run'), resume: false })
  await calibrateRun({ host, report: newReport(), folder: at('run') })
  await exportRun(host, newReport(), { run: at('run'), out: at('out'), version: 'test' })
})

const scores = (query: string, name: string): Promise<number[]> =>
  predictedLogits(at, at('out/serving/home_feed'), query, name)

const log = `select * from (${smallLog()}) where place = 1 limit 40`
const all = (value: string): string => `select *, ${value} as is_video from (${log})`

describe('a bool', () => {
  test('is an int64 input that the manifest calls bool', () => {
    const manifest = JSON.parse(readFileSync(at('out/serving/home_feed/manifest.json'), 'utf8'))
    expect(manifest.inputs.find(({ name }: { name: string }) => name === 'is_video')).toEqual({
      ...{ name: 'is_video', dtype: 'int64', shape: ['batch'], feature: 'is_video', role: 'feature' },
      ...{ missing: '-9223372036854775808', kind: 'bool', default: 0, sentinel: -1 },
    })
  })

  test('is read from booleans, integers and text, alike', async () => {
    const expected = await scores(all('true'), 'boolean.parquet')
    expect(await scores(all('1'), 'integer.parquet')).toEqual(expected)
    expect(await scores(all("'true'"), 'text.csv')).toEqual(expected)
    expect(await scores(all('false'), 'no.parquet')).not.toEqual(expected)
  })

  test('reads its default where it is null or the sentinel', async () => {
    const expected = await scores(all('false'), 'no.parquet')
    expect(await scores(all('cast(null as boolean)'), 'null.parquet')).toEqual(expected)
    expect(await scores(all('-1'), 'sentinel.parquet')).toEqual(expected)
  })

  test('is learned from: a video scores higher', async () => {
    const [yes, no] = [await scores(all('true'), 'yes.parquet'), await scores(all('false'), 'no.parquet')]
    expect(yes.every((logit, row) => logit > no[row]!)).toBe(true)
  })

  test('refuses text that has no truth value', async () => {
    await sql(`copy (${all("'perhaps'")}) to '${at('perhaps.csv')}' (format csv)`)
    const found = await errorsOf(predict(host, at('out/serving/home_feed'), at('perhaps.csv'), at('no.csv')))
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining('a boolean, or an integer that is 0 or 1'),
    ])
  })

  test('refuses other numbers where it is served, as check and train do (CTR4043)', async () => {
    await sql(`copy (${all('2')}) to '${at('two.parquet')}' (format parquet)`)
    const found = await errorsOf(predict(host, at('out/serving/home_feed'), at('two.parquet'), at('none.parquet')))
    expect(found.map(({ code }) => code)).toEqual(['CTR4043'])
    expect(found[0]?.message).toContain('such as 2')
    expect(host.exists(at('none.parquet'))).toBe(false)
  })

  test('and finds one among rows of a later batch', async () => {
    const many = `select * from (${smallLog({}, 9000)}) where place = 1`
    const last = 'case when row_number() over () = 2999 then 3 else 1 end'
    await sql(`copy (select *, ${last} as is_video from (${many})) to '${at('late.parquet')}' (format parquet)`)
    const found = await errorsOf(predict(host, at('out/serving/home_feed'), at('late.parquet'), at('none.parquet')))
    expect(found.map(({ message }) => message)).toEqual([
      "'is_video' is a bool; in 1 row it is neither 0 nor 1, such as 3",
    ])
    expect(host.exists(at('none.parquet'))).toBe(false)
  })

  test('refuses a log with other numbers (CTR4043)', async () => {
    await writeSmallProject(at('other'), spec, smallLog({ ...columns, is_video: 'cast(i % 3 as int)' }))
    const found = await errorsOf(train({ ...options('other/data', 'other-run'), resume: false }))
    expect(found.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "CTR4043: 'is_video' is a bool; in 233 rows it is neither 0 nor 1, such as 2",
    ])
  })
})
