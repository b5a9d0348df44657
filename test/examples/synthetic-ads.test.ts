import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, describe, expect, test } from 'vitest'
import { measure } from '../../src/metrics/measures.ts'
import { Sample } from '../../src/metrics/sample.ts'
import { projectRoot } from '../architecture/source-files.ts'

const example = join(projectRoot, 'examples/synthetic-ads')
const folder = mkdtempSync(join(tmpdir(), 'ctrc-ads-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const generate = (to: string, seed: number): void => {
  execFileSync(
    process.execPath,
    [join(example, 'generate.mjs'), join(folder, to), '--rows', '12000', '--seed', `${seed}`],
    {
      stdio: 'ignore',
    },
  )
}

const connection = await (await DuckDBInstance.create(':memory:')).connect()
const log = (data: string): string =>
  readFileSync(join(example, 'log.sql'), 'utf8').replaceAll('{root}', join(folder, data))
const query = async (sql: string): Promise<Record<string, unknown>[]> =>
  (await connection.runAndReadAll(sql.replaceAll('LOG', `(${log('a')})`))).getRowObjectsJS()
const numbers = async (sql: string): Promise<Record<string, number>> => {
  const [row] = await query(sql)
  return Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, Number(value)]))
}

describe('the synthetic log', () => {
  generate('a', 1)

  test('is the same from the same seed, and another from another', async () => {
    generate('b', 1)
    generate('c', 2)
    const files = (of: string) =>
      ['impressions', 'user_days', 'pins'].map((name) => readFileSync(join(folder, of, `${name}.parquet`)))
    expect(files('b')).toEqual(files('a'))
    expect(files('c')).not.toEqual(files('a'))
  })

  test('is clicked with its true probabilities: in ten groups of them, and in total', async () => {
    const rows = await query(`
      select sum(clicked) as clicked, sum(true_probability) as expected, sum(true_probability * (1 - true_probability)) as variance
      from (select *, ntile(10) over (order by true_probability) as tenth from LOG) group by tenth`)
    for (const { clicked, expected, variance } of rows)
      expect(Math.abs(Number(clicked) - Number(expected)) / Math.sqrt(Number(variance))).toBeLessThan(4)
    const total = await numbers('select sum(clicked) / sum(true_probability) as ratio from LOG')
    expect(total.ratio).toBeGreaterThan(0.97)
    expect(total.ratio).toBeLessThan(1.03)
  })

  test('its truth ranks, and the same by SQL as by our own metrics', async () => {
    const { truth } = await import(join(example, 'truth.mjs'))
    const best = await truth(query, log('a'))
    const rows = await query('select clicked, true_probability as p from LOG where day > 10 and view_type = 1')
    const p = rows.map((row) => Number(row.p))
    const sample = Sample.of({
      logits: Float64Array.from(p, (each) => Math.log(each / (1 - each))),
      labels: Uint8Array.from(rows, ({ clicked }) => Number(clicked)),
      weights: new Float64Array(rows.length).fill(1),
      groups: undefined,
    })
    expect(best.click.home_feed.auc).toBeCloseTo(measure('auc', sample)!, 10)
    expect(best.click.home_feed.logloss).toBeCloseTo(measure('logloss', sample)!, 10)
    expect(best.click.home_feed.calibrationRatio).toBeCloseTo(measure('calibration_ratio', sample)!, 10)
    expect(best.click.search.auc).toBeGreaterThan(0.75)
  })

  test('has features on one surface only', async () => {
    const found = await numbers(`
      select
        count(*) filter (hours_since_visit is not null and view_type <> 1) as hours,
        count(*) filter (query_terms is not null and view_type not in (2, 7)) as terms,
        count(*) filter (seed_pin is not null and view_type <> 3) as seeds,
        count(*) filter (query_terms is null and view_type in (2, 7)) as searches_without
      from LOG`)
    expect(found).toEqual({ hours: 0, terms: 0, seeds: 0, searches_without: 0 })
  })

  test('has a feature that began late, and users whose histories grow from day to day', async () => {
    const ratings = await numbers(
      'select count(rating) filter (day < 4) as before, count(rating) filter (day >= 4) as after from LOG',
    )
    expect(ratings.before).toBe(0)
    expect(ratings.after).toBeGreaterThan(1000)
    const users = await numbers(`
      select max(len(recent_pins)) as longest, count(*) filter (histories > 1) as changed
      from (select user_id, recent_pins, count(distinct recent_pins) over (partition by user_id) as histories from LOG)`)
    expect(users.longest).toBe(50)
    expect(users.changed).toBeGreaterThan(1000)
  })

  test('has missing keys, new users, a sentinel, and a surface that is not declared', async () => {
    const found = await numbers(`
      select
        count(*) filter (user_id is null) as users,
        count(*) filter (request_id is null) as requests,
        count(*) filter (recent_pins is null) as histories,
        count(*) filter (days_active = -124) as sentinels,
        count(*) filter (view_type = 9) as unknown
      from LOG`)
    for (const count of Object.values(found)) expect(count).toBeGreaterThan(0)
  })

  test('knows nothing of an impression before it: a click is in no history of its day', async () => {
    const { early } = await numbers(`
      select count(*) as early
      from LOG as shown
      join read_parquet('${join(folder, 'a', 'user_days.parquet')}') as first on first.user_id = shown.user_id and first.day = 0
      where shown.day = 0 and shown.clicked = 1 and shown.recent_pins <> first.recent_pins`)
    expect(early).toBe(0)
  })
})
