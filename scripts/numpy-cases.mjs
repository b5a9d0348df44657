/**
 * `node scripts/numpy-cases.mjs FOLDER [--sample]`: trains, calibrates and exports some specs below FOLDER/NAME, and scores raw rows by each exported
 * surface: FOLDER/NAME/SURFACE.rows.json has the rows, FOLDER/NAME/SURFACE.scores.json the same with the graph's outputs. For check-numpy.sh.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { root } from './setup.mjs'

const [folder, flag] = process.argv.slice(2)
const isSample = flag === '--sample'
const rows = isSample ? 900 : 6000

function ctrc(...args) {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'dist/ctrc.mjs'), ...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`ctrc ${args.join(' ')} ended with ${status}:\n${stderr}`)
}

/** A number in [0, 1) that depends on a key and a name: features of a level are functions of its key. */
const drawn = (key, name) => `(hash(${key}, '${name}') % 100003) / 100003.0`

/** A log with the columns of specs/shared/log.sql. Of each kind of feature some are missing; lists are empty, full and longer than is kept. */
const log = `
  select i % 4 as view_pick, [1, 2, 7, 3][i % 4 + 1] as view_type, timestamp '2025-01-01' + to_seconds(i) as shown_at,
    cast(1 + i % 25 as int) as day, 0.5 + ${drawn('i', 'rate')} / 2 as keep_rate,
    case when u = 0 then null else u * 7919 - 5000 end as user_id,
    case when u % 11 = 1 then null else ['be', 'fr', 'in', 'us', 'br', ''][u % 6 + 1] end as country,
    case when u % 7 = 1 then -124 when u % 13 = 5 then null else cast(${drawn('u', 'days')} * 400 as int) end as days_active,
    case when u % 9 = 2 then null else list_transform(range(cast([0, 1, 3, 40, 100, 130][u % 6 + 1] as int)),
      x -> cast(hash(u, x) % 5000 as bigint)) end as recent_pins,
    'request ' || r as request_id,
    case when r % 8 = 3 then null else list_transform(range(r % 12), x -> cast(hash(r, x) % 300 as bigint)) end as query_terms,
    case when r % 10 = 4 then null else cast(hash(r) % 4000 as bigint) end as subject_pin,
    case when a = 0 then null else cast(hash(a) >> 1 as bigint) end as pin_id,
    case when a % 6 = 1 then null else ${drawn('a', 'impressions')} * 1000 end as impressions_30d,
    case when a % 5 = 1 then null else list_transform(range(64), x -> cast(${drawn('a * 64 + x', 'image')} - 0.5 as float)) end as image,
    cast(i % 9 as int) as position, cast(${drawn('i', 'click')} < 0.15 + 0.5 * ${drawn('a', 'impressions')} as int) as clicked,
    cast(${drawn('i', 'dwell')} * 60 as int) as dwell_seconds, cast(i % 17 = 0 as int) as hidden
  from (select i, u, u * 3 + i % 3 as r, cast(hash(i, 'ad') % 90 as int) as a
    from (select i, cast(hash(i, 'user') % 60 as int) as u from range(${rows}) t(i)))`

const instance = await DuckDBInstance.create()
const connection = await instance.connect()
const write = (query, path) => connection.run(`copy (${query}) to '${path}'`)

/** The tables a thousand times smaller; smaller batches, as there are few rows. */
const small = (text) =>
  text
    .replaceAll(/hash\((\d+)_000/g, 'hash($1')
    .replaceAll(/batch: +4096/g, 'batch: 128')
    .replaceAll(/at_least: 100/g, 'at_least: 5')
    .replaceAll(/epochs: +\d/g, isSample ? 'epochs: 1' : '$&')

function makeSmall(to) {
  for (const name of readdirSync(to, { recursive: true }).map(String))
    if (name.endsWith('.ctr')) writeFileSync(join(to, name), small(readFileSync(join(to, name), 'utf8')))
}

/** By surface, which rows are its own, and the view type of each. */
const ofSpecs = {
  home_feed: ['view_type = 1', "'default'"],
  search: ['view_type in (2, 7)', "case view_type when 2 then 'results' else 'guided' end"],
  related_pins: ['view_type = 3', "'default'"],
}
const ofTemplate = {
  home_feed: ["view_type = 'feed'", "'default'"],
  search: ["view_type in ('results', 'guided')", 'view_type'],
}

mkdirSync(join(folder, 'data'), { recursive: true })
await write(log, join(folder, 'data/log.parquet'))
cpSync(join(root, 'specs'), join(folder, 'specs'), { recursive: true })
makeSmall(join(folder, 'specs'))
ctrc('init', join(folder, 'template'))
makeSmall(join(folder, 'template'))
const logFile = join(folder, 'data/log.parquet')
const ofLog = (name, surfaces) => ({
  ...{ name, surfaces, of: ofSpecs, spec: join(folder, 'specs', name), data: join(folder, 'data') },
  from: `read_parquet('${logFile}')`,
})
const cases = [
  ofLog('unified', ['home_feed', 'search']),
  ...(isSample ? [] : [ofLog('baseline', ['home_feed', 'related_pins', 'search'])]),
  {
    ...{ name: 'template', surfaces: ['home_feed', 'search'], of: ofTemplate, spec: join(folder, 'template') },
    data: join(folder, 'template/data'),
    from: `(from read_csv('${join(folder, 'template/data/impressions.csv')}') limit ${rows})`,
  },
]
for (const { name, spec, data, surfaces, of, from } of cases) {
  const place = join(folder, name, 'case')
  mkdirSync(place, { recursive: true })
  const run = join(place, 'run')
  ctrc('train', spec, '--param', `root=${data}`, '--run', run)
  ctrc('calibrate', run)
  ctrc('export', run, '--out', join(place, 'export'))
  for (const surface of surfaces) {
    const [where, view] = of[surface]
    const raw = join(place, `${surface}.rows.json`)
    await write(`select *, ${view} as view from ${from} where ${where}`, raw)
    const scores = join(place, `${surface}.scores.json`)
    ctrc('predict', join(place, 'export/serving', surface), '--input', raw, '--out', scores)
  }
}
