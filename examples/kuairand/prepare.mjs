/**
 * The four Parquet files of this example from KuaiRand-Pure as published: node prepare.mjs CSV_FOLDER OUT. CSV_FOLDER is the archive's
 * KuaiRand-Pure/data. README.md states where to get the archive and what its licence requires.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

const [from, to] = process.argv.slice(2)
if (from === undefined || to === undefined) {
  process.stderr.write('usage: node prepare.mjs CSV_FOLDER OUT\n')
  process.exit(2)
}
const quoted = (/** @type {string} */ path) => `'${path.replaceAll("'", "''")}'`
const csv = (/** @type {string} */ name) => `read_csv(${quoted(join(from, name))})`

/** The policy in use, not the random exposures beside it. */
const early = csv('log_standard_4_08_to_4_21_pure.csv')
const late = csv('log_standard_4_22_to_5_08_pure.csv')

const files = {
  interactions: `select distinct * from ${late} where date between 20220425 and 20220505 order by time_ms, user_id, video_id`,
  users: `select * from ${csv('user_features_pure.csv')} order by user_id`,
  videos: `select * from ${csv('video_features_basic_pure.csv')} order by video_id`,
  // What each user saw, liked and watched for long before the first day of the log: the last 50, oldest first.
  history: `
    with past as (
      select distinct * from (select * from ${early} union all by name select * from ${late}) where date < 20220425
    )
    select
      user_id,
      count(*)::integer as history_len,
      max(time_ms) as last_time_ms,
      list(video_id order by time_ms, video_id)[-50:] as watch_seq,
      coalesce((list(video_id order by time_ms, video_id) filter (is_like = 1))[-50:], []) as like_seq,
      coalesce((list(video_id order by time_ms, video_id) filter (long_view = 1))[-50:], []) as long_watch_seq
    from past group by user_id order by user_id`,
}

mkdirSync(to, { recursive: true })
const duckdb = await DuckDBInstance.create(':memory:')
const connection = await duckdb.connect()
for (const [name, sql] of Object.entries(files)) {
  const path = join(to, `${name}.parquet`)
  await connection.run(`copy (${sql}) to ${quoted(path)} (format parquet)`)
  const [[rows]] = (await connection.runAndReadAll(`select count(*) from ${quoted(path)}`)).getRows()
  console.log(`${path}: ${rows} rows`)
}
connection.closeSync()
duckdb.closeSync()
