/**
 * KuaiRand from its files to scored rows: node run.mjs --root DIR [--out DIR]. DIR holds the four Parquet files that the README tells how
 * to make. Needs dist/ctrc.mjs (npm run build). Exit code 1 where the test day is ranked or calibrated worse than promised.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { ctrc, show } from '../ctrc.mjs'
import { table } from '../table.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const { values } = parseArgs({ options: { root: { type: 'string' }, out: { type: 'string' } } })
if (values.root === undefined) {
  process.stderr.write('--root DIR says where the Parquet files are\n')
  process.exit(2)
}
const out = values.out ?? fileURLToPath(new URL('../../runs/kuairand', import.meta.url))
const [run, exported, scores] = ['run', 'export', 'scores'].map((name) => join(out, name))
const surfaces = { single_column: 1, double_column: 0, tab_2: 2, tab_4: 4, tab_6: 6 }
const root = `root=${values.root}`
const began = Date.now()

for (const folder of [run, exported, scores]) rmSync(folder, { recursive: true, force: true })
ctrc('check', show(here), '--data', 'log', '--param', root)
ctrc('train', show(here), '--param', root, '--run', show(run))
ctrc('calibrate', show(run))
const { all, surfaces: measured } = ctrc('eval', show(run), '--split', 'test', '--format', 'json').tasks.click
ctrc('export', show(run), '--out', show(exported))

mkdirSync(scores, { recursive: true })
const duckdb = await DuckDBInstance.create(':memory:')
const connection = await duckdb.connect()
const log = readFileSync(join(here, 'log.sql'), 'utf8').replaceAll('{root}', values.root.replaceAll("'", "''"))
for (const [surface, tab] of Object.entries(surfaces)) {
  const input = join(scores, `${surface}.parquet`)
  const to = `'${input.replaceAll("'", "''")}'`
  await connection.run(`copy (select * from (${log}) where date = 20220505 and tab = ${tab}) to ${to} (format parquet)`)
  const scored = join(scores, `${surface}.scored.parquet`)
  ctrc('predict', show(join(exported, 'serving', surface)), '--input', show(input), '--out', show(scored))
}
connection.closeSync()
duckdb.closeSync()

const interval = (/** @type {[number, number] | null} */ range, /** @type {number} */ digits) =>
  range === null ? '-' : `${range[0].toFixed(digits)} .. ${range[1].toFixed(digits)}`
const line = (/** @type {string} */ name, found, cost) => [
  name,
  String(found.rows),
  found.auc.toFixed(4),
  interval(found.intervals.auc, 4),
  found.gauc.toFixed(4),
  found.logloss.toFixed(4),
  found.raw.calibration_ratio.toFixed(3),
  found.calibration_ratio.toFixed(3),
  interval(found.intervals.calibration_ratio, 3),
  cost === undefined ? '' : cost.parameters.toLocaleString('en'),
  cost === undefined ? '' : Object.values(cost.multiply_adds).reduce((sum, each) => sum + each, 0).toLocaleString('en'),
]
const costOf = (/** @type {string} */ surface) =>
  JSON.parse(readFileSync(join(exported, 'serving', surface, 'manifest.json'), 'utf8')).cost
console.log('\nTest day, 5 May 2022; intervals are of 99 %.\n')
console.log(
  table(
    ['click', 'rows', 'AUC', '', 'GAUC', 'log loss', 'calibration: raw', 'calibrated', '', 'parameters', 'multiply-adds'],
    [line('all', all, undefined), ...Object.entries(measured).map(([name, found]) => line(name, found, costOf(name)))],
  ),
)
console.log(`
What was made, in ${Math.round((Date.now() - began) / 1000)} s:
  ${show(run)}      weights, vocabularies, calibrators, metrics
  ${show(join(exported, 'serving'))}   one Triton model per surface
  ${show(scores)}   the test day, scored by those alone`)

const [low, high] = all.intervals.calibration_ratio
const calibrated = Math.abs(all.calibration_ratio - 1) <= 0.05 || (low <= 1 && high >= 1)
if (all.auc < 0.735 || !calibrated) {
  console.error('\nThe AUC is below .735, or the calibration ratio is neither within .05 of 1 nor has 1 in its interval.')
  process.exitCode = 1
}
