/**
 * Passes over rows in batches, without training: processor seconds of each, and the peak of memory. The first pass reads the rows from
 * DuckDB, the others from the files that it left. The rows are 20 numbers and two lists of 50 ids each, or those of a spec.
 *
 *   node scripts/bench.mjs epoch-order [ROWS] [EPOCHS] [MEMORY_LIMIT]
 *   node scripts/bench.mjs epoch-order FOLDER ROOT [EPOCHS] [stable]
 *
 * MEMORY_LIMIT is DuckDB's (`1GB`), with two threads. FOLDER has the spec, ROOT its data. `stable`: in the order of an evaluation.
 */
import { spawnSync } from 'node:child_process'
import * as files from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { newReport } from '../src/diagnostics/report.ts'
import { diskHost } from '../src/host/disk.ts'
import { modelSpecOf } from '../src/language/resolve/model-spec.ts'
import { resolveProgram } from '../src/language/resolve/resolve-program.ts'
import { openDataset } from '../src/rows/dataset.ts'

const numbers = Array.from({ length: 20 }, (_, i) => `n${i}`)

const spec = `
surface home
level user by user_id
level candidate within user
features of user { user_id : id in users }
features of candidate {
  recent : list<id, 50> in pins
  seen   : list<id, 50> in pins
  ${numbers.map((name) => `${name} : float default 0`).join('\n  ')}
}
table users { rows: hash(1K), dim: 2 }
table pins  { rows: hash(1K), dim: 2 }
dataset log {
  query:   "select * from read_parquet('{root}/rows.parquet')"
  surface: home
  labels:  { click: clicked == 1 }
  splits:  { train: user_id >= 0 }
}
model m on home { trunk { predict click = linear(embed(user_id)) } }
train m { dataset: log, tasks: { click: 1.0 } }
`

async function writeRows(rows: number, file: string): Promise<void> {
  const list = (salt: number): string =>
    `list_transform(range(50), lambda k: (hash(i * 100 + k + ${salt}) >> 2)::BIGINT) AS `
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const columns = numbers.map((name, k) => `(hash(i * 20 + ${k}) % 1000003) / 1000.0 AS ${name}`)
  await connection.run(
    `COPY (SELECT (i % 50000)::BIGINT AS user_id, i % 7 = 0 AS clicked, ${list(0)} recent, ${list(7)} seen, ${columns.join(', ')}
      FROM range(${rows}) t(i)) TO '${file}' (FORMAT parquet)`,
  )
  connection.closeSync()
  instance.closeSync()
}

const peak = (): string =>
  (/VmHWM:\s+(\d+)/.exec(files.readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '?').concat(' kB')
const processor = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1e6
}

function limitMemory(limit: string): void {
  const create = DuckDBInstance.create.bind(DuckDBInstance)
  DuckDBInstance.create = (path, options) => create(path, { ...options, memory_limit: limit, threads: '2' })
}

const [first = '1000000', second, third] = process.argv.slice(2)
if (first === 'write') {
  await writeRows(Number(second), third ?? '')
  process.exit()
}
const folder = files.mkdtempSync(join(tmpdir(), 'ctrc-bench-'))
try {
  const isSpec = !/^\d+$/.test(first)
  const host = diskHost()
  let entry = resolve(first, 'main.ctr')
  if (isSpec) {
    if (!files.existsSync(entry))
      entry = resolve(first, `${files.readdirSync(first).find((name) => name.endsWith('.ctr'))}`)
  } else {
    // In a process of its own, so that the peak of memory is of reading alone.
    spawnSync(process.execPath, [fileURLToPath(import.meta.url), 'write', first, join(folder, 'rows.parquet')])
    entry = join(folder, 'main.ctr')
    files.writeFileSync(entry, spec)
  }
  const epochs = Number((isSpec ? third : second) ?? 3)
  if (!isSpec && third !== undefined) limitMemory(third)
  const { program } = resolveProgram(host, entry)
  const [model] = program?.models.values() ?? []
  if (program === undefined || model === undefined) throw new Error(`no model in ${entry}`)
  const { spec: modelSpec, origins } = modelSpecOf(program, model)
  const [dataset] = modelSpec.datasets.values()
  const params = new Map([['root', isSpec ? resolve(second ?? '.') : folder]])
  const isStable = process.argv.includes('stable')
  const size = isStable ? 4096 : 512
  const opening = process.cpuUsage()
  const data = await openDataset(host, newReport(), modelSpec, dataset!, { params, origins })
  console.log(`opened: ${processor(opening).toFixed(2)} s of processor, peak ${peak()}`)
  for (let epoch = 0; epoch < epochs; epoch++) {
    const began = process.cpuUsage()
    const clock = performance.now()
    let rows = 0
    let untilFirst = 0
    for await (const batch of data.batches({ split: 'train', size, order: isStable ? 'stable' : { seed: 1, epoch } })) {
      if (rows === 0) untilFirst = processor(began)
      rows += batch.rows
    }
    const seconds = (performance.now() - clock) / 1000
    console.log(
      `epoch ${epoch}: ${rows} rows, ${processor(began).toFixed(2)} s of processor (${untilFirst.toFixed(2)} until the first batch), ${seconds.toFixed(1)} s, peak ${peak()}`,
    )
  }
  data.close()
} finally {
  files.rmSync(folder, { recursive: true, force: true })
}
