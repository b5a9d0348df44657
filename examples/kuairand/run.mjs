/**
 * KuaiRand from its files to scored rows: node run.mjs --root DIR [--out DIR]. DIR holds the four Parquet files that the README tells how
 * to make. Needs dist/ctrc.mjs (npm run build). Exit code 1 where the test day is ranked or calibrated worse than expected.
 */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ctrc, show } from '../ctrc.mjs'
import { table } from '../table.mjs'
import { scoreTestDay } from './serve.mjs'

/** A unified model with pooled histories reaches this on the test day (AUC over all tabs, calibrated). */
const expected = { auc: 0.735, calibration: 0.05 }

const here = fileURLToPath(new URL('.', import.meta.url))
const { values } = parseArgs({ options: { root: { type: 'string' }, out: { type: 'string' } } })
if (values.root === undefined) {
  process.stderr.write('--root DIR: the folder of the Parquet files\n')
  process.exit(2)
}
const out = values.out ?? fileURLToPath(new URL('../../runs/kuairand', import.meta.url))
const [run, exported, scores] = ['run', 'export', 'scores'].map((name) => join(out, name))
const root = `root=${values.root}`
const began = Date.now()

for (const folder of [run, exported, scores]) rmSync(folder, { recursive: true, force: true })
ctrc('check', show(here), '--data', 'log', '--param', root)
ctrc('train', show(here), '--param', root, '--run', show(run))
ctrc('calibrate', show(run))
const { all, surfaces } = ctrc('eval', show(run), '--split', 'test', '--format', 'json').tasks.click
ctrc('export', show(run), '--out', show(exported))
const served = await scoreTestDay({ spec: here, root: values.root, serving: join(exported, 'serving'), scores })

const interval = (/** @type {[number, number] | null} */ range, /** @type {number} */ digits) =>
  range === null ? '' : range.map((each) => each.toFixed(digits)).join(' .. ')
const costOf = (/** @type {string} */ surface) => {
  const { cost } = JSON.parse(readFileSync(join(exported, 'serving', surface, 'manifest.json'), 'utf8'))
  const multiplyAdds = Object.values(cost.multiply_adds).reduce((sum, each) => sum + each, 0)
  return [cost.parameters, multiplyAdds].map((each) => each.toLocaleString('en'))
}
const line = (/** @type {string} */ name, found, /** @type {string[]} */ cost) => [
  name,
  String(found.rows),
  found.auc.toFixed(4),
  interval(found.intervals.auc, 4),
  found.logloss.toFixed(4),
  found.raw.calibration_ratio.toFixed(3),
  found.calibration_ratio.toFixed(3),
  interval(found.intervals.calibration_ratio, 3),
  ...cost,
]
console.log('\nClicks on the test day, 5 May 2022; intervals are of 99 %.\n')
console.log(
  table(
    ['tab', 'rows', 'AUC', '', 'log loss', 'calibration: raw', 'calibrated', '', 'parameters', 'multiply-adds'],
    [...Object.entries(surfaces).map(([name, found]) => line(name, found, costOf(name))), line('all', all, ['', ''])],
  ),
)
console.log(`
The exported graphs alone scored ${served.rows} rows: AUC ${served.auc.toFixed(4)}, calibration ratio ${served.calibration.toFixed(3)}.

What was made, in ${Math.round((Date.now() - began) / 1000)} s:
  ${show(run)}      weights, vocabularies, calibrators, metrics
  ${show(join(exported, 'serving'))}   one Triton model per tab
  ${show(scores)}   the test day, scored by those alone`)

const [low, high] = all.intervals.calibration_ratio ?? [Number.NaN, Number.NaN]
const broken = [
  [all.auc < expected.auc, `the AUC is below ${expected.auc}`],
  [
    Math.abs(all.calibration_ratio - 1) > expected.calibration && !(low <= 1 && high >= 1),
    `the calibration ratio is neither within ${expected.calibration} of 1 nor has 1 in its interval`,
  ],
  [
    served.rows !== all.rows ||
      Math.abs(served.auc - all.auc) > 1e-4 ||
      Math.abs(served.calibration - all.calibration_ratio) > 1e-4,
    'the exported graphs score otherwise than the run',
  ],
].flatMap(([isBroken, what]) => (isBroken ? [what] : []))
for (const what of broken) console.error(`\nNot as expected: ${what}.`)
if (broken.length > 0) process.exitCode = 1
