import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { newReport } from '../../../src/diagnostics/report.ts'
import { diskHost } from '../../../src/host/disk.ts'
import { recordedTerminal } from '../../../src/host/terminal.ts'
import { calibrateRun } from '../../../src/learn/calibrate/calibrate-run.ts'
import { train } from '../../../src/learn/train/train.ts'
import { exportRun } from '../../../src/serve/export-run.ts'
import { predict } from '../../../src/serve/predict.ts'
import { compiled, temporaryFolder } from '../../serve/fixture.ts'
import { smallLog, smallSpec, writeSmallProject } from '../../small-project.ts'
import { sql } from '../../sql.ts'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
const host = diskHost()

/** What is derived of a user's age decides the click but for one row in ten; of a user, and of two levels. */
const spec = smallSpec
  .replace(
    'country : string in countries',
    `country : string in countries
  days    : int missing -1
  joined  : int
  tenure  : bucket(days, [7, 30, 90]) in { dim: 4 }`,
  )
  .replace(
    'price  : float default 0',
    `price  : float default 0
  shown  : int
  hour   : hour_of_day(shown, offset: "+01:00") in { dim: 2 }
  since  : seconds_between(joined, shown) default 0
  recency : bucket(since, [60, 3600, 86400]) in { dim: 2 }
  cheap  : clip(price, 0, 1.5)
  newest : last(recent) in pins
  hits   : count(recent == pin_id) default 0
  pair   : cross(pin_id, newest) in { rows: hash(50), dim: 2 }`,
  )
  .replace('embed(country),', 'embed(country), embed(tenure),')
  .replace(
    'concat(embed(pin_id), price,',
    'concat(embed(pin_id), price, cheap, embed(hour), embed(recency), embed(newest), embed(pair), hits, is_missing(since),',
  )
const columns = {
  days: 'cast(case when i % 31 = 5 then null when i % 31 = 7 then -1 else (i % 31) * 4 end as int)',
  joined: 'cast(1700000000000 + (i % 31) * 1000 as bigint)',
  shown: 'cast(case when i % 23 = 0 then null else 1700000000000 + hash(i) % 90000000 end as bigint)',
  clicked: 'cast(case when i % 10 = 0 then i % 2 else (i % 31) * 4 >= 30 end as int)',
}

beforeAll(async () => {
  await writeSmallProject(folder, spec, smallLog(columns))
  const model = compiled({ [at('spec/main.ctr')]: spec }, at('spec/main.ctr'))
  const options = { host, report: newReport(), terminal: recordedTerminal(), params: new Map([['root', at('data')]]) }
  await train({ ...options, model, folder: at('run'), version: 'test', resume: false })
  await calibrateRun({ host, report: newReport(), folder: at('run') })
  await exportRun(host, newReport(), { run: at('run'), out: at('out'), version: 'test' })
})

async function scores(query: string, name: string): Promise<number[]> {
  await sql(`copy (${query}) to '${at(name)}.parquet' (format parquet)`)
  await predict(host, at('out/serving/home_feed'), at(`${name}.parquet`), at(`scored-${name}.parquet`))
  const rows = await sql(`select * from '${at(`scored-${name}.parquet`)}'`)
  return rows.map((row) => Math.fround(Number(row['click.logit'])))
}

/** Rows without a key are no group: each has its own days. */
const log = `select * replace (cast(null as bigint) as user_id) from (${smallLog(columns)}) where place = 1 limit 40`
const withDays = (days: string): string => `select * replace (cast(${days} as int) as days) from (${log})`

describe('derived features', () => {
  test('are no inputs of what is exported: what they read is', () => {
    const manifest = JSON.parse(readFileSync(at('out/serving/home_feed/manifest.json'), 'utf8'))
    const names: readonly string[] = manifest.inputs.map(({ name }: { name: string }) => name)
    expect(names).toEqual(expect.arrayContaining(['days', 'joined', 'price', 'shown']))
    for (const derived of ['tenure', 'hour', 'since', 'recency', 'cheap', 'newest', 'hits', 'pair'])
      expect(names).not.toContain(derived)
    const table = manifest.tables.find(({ name }: { name: string }) => name === 'tenure')
    expect(table).toEqual({ name: 'tenure', rows: 'range(4)', dim: 4 })
  })

  test('put equal scores where a bucket is equal, others where it is not', async () => {
    const [seven, eight, thirty] = [
      await scores(withDays('7'), 'a'),
      await scores(withDays('29'), 'b'),
      await scores(withDays('30'), 'c'),
    ]
    expect(eight).toEqual(seven)
    expect(thirty).not.toEqual(seven)
  })

  test('are missing where what they read is: null and the sentinel', async () => {
    const none = await scores(withDays('null'), 'd')
    expect(await scores(withDays('-1'), 'e')).toEqual(none)
    expect(await scores(withDays('-2'), 'f')).toEqual(await scores(withDays('0'), 'g'))
    expect(none).not.toEqual(await scores(withDays('0'), 'h'))
  })

  test('are learned from: users of thirty days and more score higher', async () => {
    const [few, many] = [await scores(withDays('10'), 'i'), await scores(withDays('50'), 'j')]
    expect(many.every((logit, row) => logit > few[row]!)).toBe(true)
  })
})
