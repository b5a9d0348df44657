/**
 * Part of `npm run check:large`: `ctrc eval` on many rows, with its time and its memory. 20 million rows of two tasks on three surfaces, a million users and
 * 200 resamples; `--sample`: 400,000 rows, for CI. A tiny model is trained and calibrated first, on rows of its own. Memory is the process's peak as Linux
 * counts it (VmHWM); elsewhere there is none. Ends with 1 where a bound is exceeded.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { must, root, setUp } from './setup.mjs'

const sample = process.argv.includes('--sample')
const size = sample ? { rows: 400_000, users: 20_000 } : { rows: 20_000_000, users: 1_000_000 }
/** Of the whole command, scoring included. A sample has no bound on time: the machine may have other work. */
const bounds = sample ? { seconds: Number.POSITIVE_INFINITY, gigabytes: 1.5 } : { seconds: 150, gigabytes: 2.5 }

const spec = `
surface home
surface search
surface related

level user by user_id
level ad   by ad_id
level candidate within user, ad

features of ad        { price : float default 0 }
features of candidate { match : float default 0 }

model large on home, search, related {
  trunk { export let x = concat(price, match) }
  calibrate click by surface with platt { at_least: 25, else: [all] }
  calibrate save  by surface with platt { at_least: 25, else: [all] }
}

tower home of large    { predict click = linear(x)
                         predict save  = linear(x) }
tower search of large  { predict click = linear(x)
                         predict save  = linear(x) }
tower related of large { predict click = linear(x)
                         predict save  = linear(x) }

dataset log {
  query:   "select * from read_parquet('{root}/rows.parquet')"
  surface: { column: place, values: { 0: home, 1: search, 2: related } }
  labels:  { click: clicked == 1, save: saved == 1 }
  outcomes: [clicked, saved]
  splits:  { train: part == 0, validation: part == 1, calibration: part == 2, test: part == 3 }
}

train large {
  dataset:   log
  batch:     256
  epochs:    3
  optimizer: adam(lr: 5e-2)
  tasks:     { click: 1.0, save: 1.0 }
}
`

/** Rows as SQL: numbers are hashes of the row's, so that every machine makes the same. `part`: an expression for the split. */
const rowsSql = (rows, users, part) => `
  select i, (hash(i * 5 + 1) % ${users})::bigint as user_id, (hash(i * 5 + 2) % 50000)::bigint as ad_id,
         (hash(i * 5 + 3) % 3)::int as place, ${part} as part,
         (hash(ad_id) % 1000)::float / 500 - 1 as price, (hash(i * 5 + 4) % 10000)::float / 5000 - 1 as match,
         (hash(i, 1) % 10000 / 1e4 < 1 / (1 + exp(2 - price - match)))::int as clicked,
         (hash(i, 2) % 10000 / 1e4 < 1 / (1 + exp(3 - 2 * match)))::int as saved
  from range(${rows}) rows(i)`

setUp()
must(process.execPath, [`${root}scripts/build.mjs`])
const folder = mkdtempSync(join(tmpdir(), 'ctrc-large-'))
process.exitCode = await measure(folder).finally(() => rmSync(folder, { recursive: true, force: true }))

async function measure(folder) {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const write = (name, sql) => connection.run(`copy (select * exclude (i) from (${sql})) to '${join(folder, name)}'`)
  await connection.run(`set temp_directory = '${join(folder, 'spill')}'`)
  for (const name of ['small', 'large']) must('mkdir', ['-p', join(folder, name)])
  await write('small/rows.parquet', rowsSql(60_000, 5_000, '(i % 3)::int'))
  await write('large/rows.parquet', rowsSql(size.rows, size.users, '3'))
  connection.closeSync()
  instance.closeSync()

  const entry = join(folder, 'large.ctr')
  writeFileSync(entry, `import { linear } from "ctr:std"\n${spec}`)
  const run = join(folder, 'run')
  const small = ['--param', `root=${join(folder, 'small')}`]
  await ctrc(['train', entry, '--run', run, ...small])
  await ctrc(['calibrate', run, ...small])
  const { seconds, processorSeconds, gigabytes, output } = await ctrc([
    'eval',
    run,
    '--split',
    'test',
    '--param',
    `root=${join(folder, 'large')}`,
  ])
  console.log(output)
  console.log(
    `${size.rows} rows of two tasks, ${size.users} users, 200 resamples, ${cpus().length} processors: ${seconds.toFixed(1)} s` +
      (processorSeconds === undefined ? '' : `, ${processorSeconds.toFixed(1)} s of the processors`) +
      (gigabytes === undefined ? '' : `, ${gigabytes.toFixed(2)} GB at most`),
  )
  const exceeded = seconds > bounds.seconds || (gigabytes ?? 0) > bounds.gigabytes
  if (exceeded) console.error(`more than ${bounds.seconds} s or ${bounds.gigabytes} GB`)
  return exceeded ? 1 : 0
}

/** Runs the bundled command line; how long it took and how much memory it held at most. */
function ctrc(args) {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(process.execPath, [join(root, 'dist/ctrc.mjs'), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    let gigabytes
    let processorSeconds
    child.stdout.on('data', (text) => (output += text))
    const timer = setInterval(() => {
      gigabytes = peak(child.pid) ?? gigabytes
      processorSeconds = worked(child.pid) ?? processorSeconds
    }, 50)
    child.on('close', (code) => {
      clearInterval(timer)
      if (code === 0) resolve({ seconds: (performance.now() - start) / 1000, processorSeconds, gigabytes, output })
      else reject(new Error(`ctrc ${args[0]} ended with ${code}`))
    })
  })
}

function peak(pid) {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return found === null ? undefined : (Number(found[1]) * 1024) / 1e9
  } catch {
    return undefined
  }
}

/** What the process took of all processors, in ticks of 1/100 s: unlike the time that passed, it hardly depends on what else runs. */
function worked(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return undefined
  }
}
