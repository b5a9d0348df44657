import { join } from 'node:path'
import { diskHost } from '../../../src/host/disk.ts'
import type { Host } from '../../../src/host/host.ts'
import { type CompiledModel, compileModel } from '../../../src/language/elaborate/compile-model.ts'
import { resolveProgram } from '../../../src/language/resolve/resolve-program.ts'
import type { CheckpointKind, CheckpointRole } from '../../../src/learn/train/checkpoint.ts'
import { runFolder } from '../../../src/learn/train/run-folder.ts'
import { readRecord, runIdentity } from '../../../src/learn/train/run-record.ts'
import { type TrainOptions, type TrainResult, train } from '../../../src/learn/train/train.ts'
import { type Reported, reported } from '../../diagnostics/reported.ts'
import { sql } from '../../rows/fixture.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

/** Two surfaces, two tasks (one on search alone), a vocabulary, a hashed table, dropout: small, with something of everything. */
const spec = `
import { linear, mlp } from "ctr:std"

surface home
surface search { views: [results, guided] }

level user by user_id
level candidate within user

features of user {
  user_id : id in users
  country : string in countries
}
features of candidate {
  x : float default 0
}
features of candidate on search {
  match : float default 0
}
table users     { rows: hash(50), dim: 4 }
table countries { rows: vocabulary(8), dim: 3 }

dataset log {
  query:    "select * from read_parquet('{root}/log.parquet')"
  surface:  { column: place, values: { 1: home, 2: search.results, 3: search.guided }, else: drop }
  labels:   { click: clicked == 1, long_click: { search: seconds >= 10 } }
  outcomes: [clicked, seconds]
  splits:   { train: day < 3, validation: day == 3, calibration: day == 4, test: day == 5 }
}

model m on home, search {
  trunk {
    let user          = concat(embed(user_id), embed(country))
    export let shared = mlp(concat(user, x), units: [8], dropout: 0.2)
  }
  calibrate click by view with platt { at_least: 5, else: [surface, all] }
}
tower home of m {
  predict click = linear(shared)
}
tower search of m {
  let h = mlp(concat(shared, match), units: [4])
  predict click      = linear(h)
  predict long_click = linear(h)
}
train m {
  dataset: log
  batch: 128
  epochs: 3
  optimizer: adam(lr: 1e-2)
  tables: rowwise_adagrad(lr: 0.05, weight_decay: 0.01)
  tasks: { click: 1, long_click: 0.5 }
  clip: 1
  keep: best(click.logloss, every: 0.5, patience: 5)
  seed: 4
}
`

/** 1,800 rows of six days; a click is likelier with x, and with match in search. */
const rows = `
  select
    i as row_number,
    (i // 3) % 6 as day,
    1 + i % 3 as place,
    (i * 7919) % 40 as user_id,
    ['US', 'DE', 'BR'][1 + (i * 31) % 3] as country,
    sin(i)::float as x,
    cos(3 * i)::float as match,
    (sin(i) + if(i % 3 = 0, 0, cos(3 * i)) + 0.7 * sin(17 * i) > 0.4)::int as clicked,
    case when i % 3 > 0 then 8 + 6 * cos(3 * i) + 4 * sin(29 * i) end as seconds
  from range(1800) as t(i)`

export interface Project {
  readonly host: Host
  readonly folder: string
  readonly data: string
  /** Edits the spec's text, in place of what it was. */
  change(edit: (text: string) => string): void
  model(): CompiledModel
  /** Trains into the folder RUN of the project. */
  train(run: string, more?: Partial<TrainOptions>): Promise<Reported<TrainResult>>
  path(...parts: readonly string[]): string
}

/** A project on disk, with data, that goes when the tests of the file are done. */
export async function project(edit: (text: string) => string = (text) => text): Promise<Project> {
  const folder = temporaryFolder('train')
  const host = diskHost()
  const path = (...parts: readonly string[]): string => join(folder, ...parts)
  host.writeAtomic(path('m.ctr'), edit(spec))
  await sql(`copy (${rows}) to '${path('log.parquet')}' (format parquet)`)
  const model = () => {
    const resolved = resolveProgram(host, path('m.ctr'))
    const declared = resolved.program?.models.get('m')
    if (resolved.program === undefined || declared === undefined || resolved.diagnostics.length > 0)
      throw new Error(resolved.diagnostics.map(({ message }) => message).join('\n'))
    return compileModel(resolved.program, declared)
  }
  return {
    host,
    folder,
    data: folder,
    change: (next) => host.writeAtomic(path('m.ctr'), next(spec)),
    model,
    path,
    async train(run, more = {}) {
      return reported((report) =>
        train({
          ...{ host, report, params: new Map([['root', folder]]), folder: path(run) },
          ...{ model: more.model ?? model(), resume: false, version: 'test', ...more },
        }),
      )
    },
  }
}

/** What a run's checkpoints are to be, so that a test can write one as the run would. */
export function roleOf(host: Host, run: string, kind: CheckpointKind): CheckpointRole {
  const record = readRecord(host, runFolder(host, run))
  if (record === undefined) throw new Error(`'${run}' is no run`)
  return { kind, run: runIdentity(record) }
}
