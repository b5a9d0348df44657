/**
 * Writes the log that the programs of this folder share: node log.mjs OUT [--rows N] [--seed N]. Every number is drawn by MD5 from the seed,
 * the name of what is drawn and its key, so the same seed gives the same rows on every machine and with every release of DuckDB.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'

/** Hashed columns c0 to c199 and numbers n0 to n12, of each row. */
const columns = Array.from({ length: 200 }, (_, k) => `c${k}`)
const numbers = Array.from({ length: 13 }, (_, k) => `n${k}`)

/**
 * Clicks follow an interest (the share of the history with the topic of the ad, one of six), four columns, a pair of columns and a number; a
 * click is followed by a purchase (null without a click) by the interest and another number. Search (place 2) has higher rates of both.
 */
const log = (/** @type {number} */ rows) => `
  with shown as (
    select i, cast(i * 10 // ${rows} as int) as day, i as shown_at, cast(drawn('user', i) * 200 as bigint) as user_id,
      if(drawn('place', i) < 0.4, 2, 1) as place,
      ${columns.map((name, k) => `(1 + floor(drawn('${name}', i) * ${4 + (k % 30)}))::bigint * 7919 as ${name}`).join(', ')},
      ${numbers.map((name) => `if(drawn('no ${name}', i) < 0.05, null, 10 * drawn('${name}', i) ** 3)::float as ${name}`).join(', ')}
    from range(${rows}) t(i)
  ), users as (
    select u, floor(drawn('taste', u) * 6)::bigint as taste,
      list_transform(range(floor(drawn('length', u) * 24)::bigint), x -> topical('watched', u * 100 + x, 0.8, taste)) as watched
    from range(201) t(u)
  ), known as (
    select shown.*, watched, list_transform(watched, x -> {'ad': x, 'topic': x % 6}) as history,
      topical('ad', i, 0.4, taste) as ad_id, ad_id % 6 as topic_id,
      coalesce(len(list_filter(watched, x -> x % 6 = ad_id % 6)) / nullif(len(watched), 0), 0) as interest
    from shown join users on u = user_id
  ), probable as (
    select *, sigmoid(place - 3.5 + 4 * interest + 0.8 * (${['c0', 'c1', 'c2', 'c3'].map((name) => `cos(${name})`).join(' + ')})
        + if(c4 % 2 = c5 % 2, 0.8, -0.8) - ln(1 + coalesce(n0, 0))) as click_probability,
      sigmoid(place - 2.5 + 2 * interest - ln(1 + coalesce(n1, 0))) as purchase_probability
    from known
  )
  select * exclude (i), (drawn('click', i) < click_probability)::int as clicked,
    if(clicked = 1, (drawn('purchase', i) < purchase_probability)::int, null) as bought
  from probable order by i`

/** @param {string} out @param {{ rows?: number, seed?: number }} [options] */
export async function writeLog(out, { rows = 12_000, seed = 1 } = {}) {
  mkdirSync(out, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(
    `create macro drawn(name, key) as md5_number_lower(concat_ws('/', ${seed}, name, key)) / 2.0 ** 64`,
  )
  await connection.run('create macro sigmoid(x) as 1 / (1 + exp(-x))')
  // One of 60 ads, whose topic is its number modulo 6: with the given share of the topic that is liked, otherwise of any.
  await connection.run(`create macro topical(name, key, share, liked) as 6 * floor(drawn(name || ' of topic', key) * 10)::bigint
    + if(drawn(name || ' liked', key) < share, liked, floor(drawn(name || ' topic', key) * 6)::bigint)`)
  await connection.run(`copy (${log(rows)}) to '${join(out, 'log.parquet').replaceAll("'", "''")}' (format parquet)`)
  connection.closeSync()
  instance.closeSync()
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values, positionals } = parseArgs({
    options: { rows: { type: 'string' }, seed: { type: 'string' } },
    allowPositionals: true,
  })
  const [out] = positionals
  if (out === undefined) throw new Error('usage: node log.mjs OUT [--rows N] [--seed N]')
  const given = Object.entries(values).map(([name, value]) => [name, Number(value)])
  await writeLog(out, Object.fromEntries(given))
}
