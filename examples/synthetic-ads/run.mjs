/**
 * The whole way, as a user would walk it: generate, check, train, calibrate, evaluate against the known truth, export, predict.
 * node run.mjs [--out DIR] [--rows N] [--seed N]. Needs dist/ctrc.mjs (npm run build). Exit code 1 where a promise is not kept.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { ctrc, show } from '../ctrc.mjs'
import { table } from '../table.mjs'
import { generate } from './generate.mjs'
import { truth } from './truth.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const { values } = parseArgs({
  options: { out: { type: 'string' }, rows: { type: 'string' }, seed: { type: 'string' } },
})
const out = values.out ?? fileURLToPath(new URL('../../runs/synthetic-ads', import.meta.url))
const [data, run, exported, scores] = ['data', 'run', 'export', 'scores'].map((name) => join(out, name))
const spec = show(here)

for (const folder of [data, run, exported, scores]) rmSync(folder, { recursive: true, force: true })
const began = Date.now()

console.log(`\n$ node ${show(join(here, 'generate.mjs'))} ${show(data)}`)
const { rows } = await generate(data, {
  ...(values.rows === undefined ? {} : { rows: Number(values.rows) }),
  ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
})
console.log(`${rows} impressions, each with its true click probability`)

const root = `root=${show(data)}`
ctrc('check', spec, '--data', 'log', '--param', root)
ctrc('train', spec, '--param', root, '--run', show(run))
ctrc('calibrate', show(run))
const measured = ctrc('eval', show(run), '--split', 'test', '--format', 'json')
ctrc('export', show(run), '--out', show(exported))

const duckdb = await DuckDBInstance.create(':memory:')
const connection = await duckdb.connect()
const log = readFileSync(join(here, 'log.sql'), 'utf8').replaceAll('{root}', data.replaceAll("'", "''"))
const quoted = (/** @type {string} */ path) => `'${path.replaceAll("'", "''")}'`
const query = async (/** @type {string} */ sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS()

// What serving gets: the test days' rows of each surface, with the name of their view.
mkdirSync(scores, { recursive: true })
for (const [surface, types] of [
  ['home_feed', '1'],
  ['search', '2, 7'],
  ['related_pins', '3'],
]) {
  const input = join(scores, `${surface}.parquet`)
  await connection.run(
    `copy (select *, case view_type when 2 then 'results' when 7 then 'guided' else 'default' end as view
     from (${log}) where day > 10 and view_type in (${types})) to ${quoted(input)} (format parquet)`,
  )
  const to = join(scores, `${surface}.scored.parquet`)
  ctrc('predict', show(join(exported, 'serving', surface)), '--input', show(input), '--out', show(to))
}

const best = await truth(query, log)
const lines = []
let kept = true
for (const [task, { surfaces }] of Object.entries(measured.tasks)) {
  for (const [surface, found] of Object.entries(surfaces)) {
    const manifest = JSON.parse(readFileSync(join(exported, 'serving', surface, 'manifest.json'), 'utf8'))
    const reachable = best[task][surface]
    const multiplyAdds = Object.values(manifest.cost.multiply_adds).reduce((sum, each) => sum + each, 0)
    const isClick = task === 'click'
    if (isClick && reachable.auc - found.auc > 0.01) kept = false
    if (isClick && Math.abs(found.calibration_ratio - 1) > 0.03) kept = false
    lines.push([
      task,
      surface,
      String(found.rows),
      found.auc.toFixed(4),
      reachable.auc.toFixed(4),
      found.logloss.toFixed(4),
      reachable.logloss.toFixed(4),
      found.raw.calibration_ratio.toFixed(3),
      found.calibration_ratio.toFixed(3),
      manifest.cost.parameters.toLocaleString('en'),
      multiplyAdds.toLocaleString('en'),
    ])
  }
}
console.log(
  '\nTest days, each surface by its own checkpoint; `best` is what the true probabilities themselves reach.\n',
)
console.log(
  table(
    [
      'task',
      'surface',
      'rows',
      'AUC',
      'best',
      'log loss',
      'best',
      'calibration: raw',
      'calibrated',
      'parameters',
      'multiply-adds',
    ],
    lines,
  ),
)

console.log(`
What was made, in ${Math.round((Date.now() - began) / 1000)} s:
  ${show(data)}     the log, as Parquet
  ${show(run)}      weights, vocabularies, calibrators, metrics
  ${show(join(exported, 'serving'))}   one Triton model per surface: ONNX, config, manifest
  ${show(scores)}   rows scored by those alone`)
if (!kept) {
  console.error('\nClick AUC is more than .01 below the best reachable, or its calibration ratio more than .03 from 1.')
  process.exitCode = 1
}
connection.closeSync()
duckdb.closeSync()
