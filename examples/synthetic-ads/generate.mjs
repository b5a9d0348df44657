/**
 * Writes the synthetic log: node generate.mjs OUT [--rows N] [--seed N]. The same seed gives the same rows.
 * `true_probability` and `true_long_probability` are the chance that each impression had; they are no features.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { Random } from './random.mjs'
import { views, World } from './world.mjs'

const days = 14
const sigmoid = (/** @type {number} */ z) => 1 / (1 + Math.exp(-z))

/** @param {string} out @param {{ rows?: number, seed?: number }} [options] */
export async function generate(out, { rows = 200_000, seed = 1 } = {}) {
  const world = new World(seed, Math.max(50, Math.round(rows / 80)))
  const random = new Random(seed + 1)
  /** @type {object[]} */
  const impressions = []
  /** @type {object[]} */
  const userDays = []
  for (let day = 0; day < days; day++) {
    for (const user of world.users) {
      userDays.push({ user_id: user.id, day, ...snapshot(world, user) })
    }
    const saved = []
    const today = Math.round((rows * (day + 1)) / days)
    while (impressions.length < today) {
      // One request in fifty comes from somebody who is not logged in: no key, no history.
      const user = random.uniform() < 0.02 ? world.newUser(random, null) : random.pick(world.users)
      const clicks = request(world, random, user, day, impressions)
      if (user.id !== null && clicks.length > 0) saved.push({ user, clicks })
    }
    // What a user clicked and saved is in their history from the next day on.
    for (const { user, clicks } of saved) user.history = [...(user.history ?? []), ...clicks].slice(-50)
    for (const user of world.users) {
      if (user.history !== null && random.uniform() < 0.5) world.save(random, user, random.integer(4))
      if (user.daysActive >= 0) user.daysActive += 1
    }
  }
  const pins = world.pins.map(({ id, topic, impressions, image }) => ({
    pin_id: id,
    topic: world.topics[topic],
    impressions_30d: impressions,
    image,
  }))
  mkdirSync(out, { recursive: true })
  await writeParquet(out, 'pins', pins, 'pin_id: BIGINT, topic: VARCHAR, impressions_30d: BIGINT, image: FLOAT[]')
  await writeParquet(
    out,
    'user_days',
    userDays,
    'user_id: BIGINT, day: INTEGER, country: VARCHAR, days_active: INTEGER, recent_pins: BIGINT[], recent_topics: VARCHAR[]',
  )
  await writeParquet(
    out,
    'impressions',
    impressions,
    'impression_id: BIGINT, day: INTEGER, shown_at: BIGINT, view_type: INTEGER, user_id: BIGINT, country: VARCHAR, request_id: VARCHAR, ' +
      'pin_id: BIGINT, position: INTEGER, rating: FLOAT, hours_since_visit: FLOAT, query_terms: BIGINT[], seed_pin: BIGINT, ' +
      'clicked: INTEGER, dwell_seconds: FLOAT, true_probability: DOUBLE, true_long_probability: DOUBLE',
  )
  return { rows: impressions.length }
}

/** What the log knows of a user on a day. @param {World} world @param {import('./world.mjs').User} user */
function snapshot(world, user) {
  return {
    country: world.countries[user.country],
    days_active: user.daysActive,
    recent_pins: user.history,
    recent_topics: user.history?.map((id) => world.topics[world.topicOf(id)]) ?? null,
  }
}

/**
 * One request: its ads, and who of them was clicked. Appends to the log; gives the pins clicked.
 * @param {World} world @param {Random} random @param {import('./world.mjs').User} user @param {number} day @param {object[]} log
 */
function request(world, random, user, day, log) {
  const view = viewOf(random.uniform())
  const number = log.length
  const query = view.surface === 'search' ? world.newQuery(random, user) : null
  const seed = view.surface === 'related_pins' ? world.pinFor(random, user, 0.5) : null
  const hours =
    view.surface === 'home_feed' && random.uniform() > 0.05 ? Math.fround(0.2 + 40 * random.uniform() ** 2) : null
  const context = query?.topic ?? seed?.topic
  const shown = Array.from({ length: view.candidates }, (_, position) => {
    const pin =
      context !== undefined && random.uniform() < 0.4
        ? random.pick(world.pinsOf[context])
        : world.pinFor(random, user, 0.3)
    const p = sigmoid(world.logOdds({ user, pin, day, position, base: view.base, hours, query, seed }))
    return { pin, position, p, held: sigmoid(0.3 + world.depth[pin.topic]) }
  })
  const clicked = systematic(
    random,
    shown.map(({ p }) => p),
  )
  shown.forEach(({ pin, position, p, held }, i) => {
    const long = clicked[i] && random.uniform() < held
    const dwell = clicked[i] ? (long ? 10 + 60 * random.uniform() : 10 * random.uniform()) : null
    log.push({
      impression_id: log.length,
      day,
      shown_at: day * 86_400 + Math.floor((number * 7919) % 86_400),
      view_type: view.type,
      user_id: user.id,
      country: world.countries[user.country],
      request_id: random.uniform() < 0.001 ? null : `r${number}`,
      pin_id: pin.id,
      position,
      rating: world.ratingShown(pin, day),
      hours_since_visit: hours,
      query_terms: query?.terms ?? null,
      seed_pin: seed?.id ?? null,
      clicked: clicked[i] ? 1 : 0,
      dwell_seconds: dwell,
      true_probability: p,
      true_long_probability: p * held,
    })
  })
  return shown.filter((_, i) => clicked[i]).map(({ pin }) => pin.id)
}

/** @param {number} u */
function viewOf(u) {
  // `share` is a share of impressions: a request of many ads must come less often.
  const total = views.reduce((sum, view) => sum + view.share / view.candidates, 0)
  let left = u * total
  for (const view of views) {
    left -= view.share / view.candidates
    if (left < 0) return view
  }
  return views[0]
}

/**
 * Systematic sampling in random order (Madow 1949): each impression is clicked with exactly its own probability, and a request's
 * number of clicks stays within one of its expectation. So totals are near the truth without a log of millions of rows.
 * @param {Random} random @param {number[]} probabilities @returns {boolean[]}
 */
function systematic(random, probabilities) {
  const clicked = probabilities.map(() => false)
  let reached = random.uniform()
  for (const i of random.shuffled([...probabilities.keys()])) {
    reached += probabilities[i]
    if (reached >= 1) {
      reached -= 1
      clicked[i] = true
    }
  }
  return clicked
}

/** @param {string} out @param {string} name @param {object[]} rows @param {string} columns */
async function writeParquet(out, name, rows, columns) {
  const json = join(out, `${name}.json`)
  writeFileSync(json, rows.map((row) => JSON.stringify(row)).join('\n'))
  const types = columns
    .split(', ')
    .map((column) => column.split(': '))
    .map(([column, type]) => `${column}: '${type}'`)
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  const quoted = (/** @type {string} */ path) => `'${path.replaceAll("'", "''")}'`
  await connection.run(
    `copy (select * from read_json(${quoted(json)}, format = 'newline_delimited', columns = {${types.join(', ')}}))
     to ${quoted(join(out, `${name}.parquet`))} (format parquet, compression zstd)`,
  )
  connection.closeSync()
  instance.closeSync()
  rmSync(json)
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { rows: { type: 'string' }, seed: { type: 'string' } },
  })
  const { rows } = await generate(positionals[0] ?? 'runs/synthetic-ads/data', {
    rows: values.rows === undefined ? undefined : Number(values.rows),
    seed: values.seed === undefined ? undefined : Number(values.seed),
  })
  process.stderr.write(`${rows} impressions\n`)
}
