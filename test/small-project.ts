import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from './sql.ts'

/** Two surfaces, a handful of features, a log of 700 rows: trains in less than a second. */
export const smallSpec = `
import { linear, mlp, pool_mean } from "ctr:std"

surface home_feed
surface search { views: [results, guided] }

level user by user_id
level impression within user

features of user {
  user_id : id in users
  country : string in countries
}
features of impression {
  pin_id : id in pins
  price  : float default 0
  recent : list<id, 4> in pins
  tags   : list<string, 3> in words
}
features of impression on search {
  query : list<id, 3> in pins
}
table users     { rows: hash(50),       dim: 4 }
table pins      { rows: hash(80),       dim: 4 }
table countries { rows: vocabulary(8),  dim: 2 }
table words     { rows: vocabulary(16), dim: 2 }

dataset log {
  query:    "select * from read_parquet('{root}/log.parquet')"
  surface:  { column: place, values: { 1: home_feed, 2: search.results, 3: search.guided } }
  labels:   { click: clicked == 1 }
  outcomes: [clicked]
  splits:   { train: day < 4, validation: day == 4, calibration: day == 5, test: day == 6 }
}

model ctr on home_feed, search {
  trunk {
    let person = concat(embed(user_id), embed(country), pool_mean(embed(recent)))
    let item   = concat(embed(pin_id), price, pool_mean(embed(tags)))
    export let shared = mlp(concat(person, item), units: [8], dropout: 0.1)
  }
  calibrate click by view with platt { at_least: 5, else: [surface, all] }
}
tower home_feed of ctr { predict click = linear(shared) }
tower search of ctr {
  let x = concat(shared, pool_mean(embed(query)))
  predict click = linear(x)
}
train ctr {
  dataset:   log
  batch:     64
  epochs:    2
  optimizer: adam(lr: 1e-2)
  tables:    rowwise_adagrad(lr: 0.05)
  keep:      best(click.logloss, every: 0.5)
}
serve ctr { dedupe: { levels: [user] } }
`

/** A number in [0, 1) of a row, another for each name. */
const draw = (name: string): string => `(hash(i * 131 + ${name.length} + ascii('${name}')) % 10007) / 10007.0`

/** The log's columns as SQL over `range(rows) t(i)`, by name; a test puts others in their place. */
export const smallColumns: Readonly<Record<string, string>> = {
  user_id: 'cast(i % 31 as bigint)',
  country: "case when i % 31 = 3 then null else ['be', 'fr', 'in', 'us'][i % 31 % 4 + 1] end",
  pin_id: 'cast(hash(i) % 200 as bigint)',
  price: `cast(case when i % 11 = 0 then null else ${draw('price')} * 3 end as float)`,
  recent: 'list_transform(range(i % 6), x -> cast((i * 7 + x) % 90 as bigint))',
  tags: "list_transform(range(i % 5), x -> 'tag' || ((i + x) % 9))",
  query: 'list_transform(range(i % 4), x -> cast((i * 3 + x) % 90 as bigint))',
  place: 'cast(1 + i % 3 as int)',
  view: "['default', 'results', 'guided'][i % 3 + 1]",
  clicked: `cast(${draw('clicked')} < 0.2 + 0.3 * ${draw('price')} as int)`,
  day: 'cast(i % 7 as int)',
}

export const smallLog = (columns: Readonly<Record<string, string>> = {}, rows = 700): string => {
  const all = Object.entries({ ...smallColumns, ...columns }).filter(([, value]) => value !== '')
  return `select ${all.map(([name, value]) => `${value} as ${name}`).join(', ')} from range(${rows}) t(i)`
}

/** `spec/main.ctr` and `data/log.parquet` in a folder. */
export async function writeSmallProject(folder: string, spec = smallSpec, log = smallLog()): Promise<void> {
  mkdirSync(join(folder, 'spec'), { recursive: true })
  mkdirSync(join(folder, 'data'), { recursive: true })
  writeFileSync(join(folder, 'spec/main.ctr'), spec)
  await sql(`copy (${log}) to '${join(folder, 'data/log.parquet')}' (format parquet)`)
}
