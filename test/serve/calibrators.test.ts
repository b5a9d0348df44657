import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { calibratorNamed, calibratorNames, parametersOf } from '../../src/calibrators/table.ts'
import { sealedJson } from '../../src/host/seal.ts'
import { calibrateRun } from '../../src/learn/calibrate/calibrate-run.ts'
import { readCalibration } from '../../src/learn/calibrate/calibration-file.ts'
import { evaluateRun } from '../../src/learn/evaluate/evaluate-run.ts'
import { openRun } from '../../src/learn/train/open-run.ts'
import { exportRun } from '../../src/serve/export-run.ts'
import { predict } from '../../src/serve/predict.ts'
import { reported } from '../diagnostics/reported.ts'
import { project } from '../learn/train/project.ts'
import { sql } from '../sql.ts'

const bootstrap = { resamples: 5, confidence: 0.9, seed: 1 }

test.each(calibratorNames)('a run is calibrated with %s, measured, exported and scored', async (method) => {
  const p = await project((text) => text.replace('with platt', `with ${method}`))
  const [{ host }, folder] = [p, p.path('run')]
  await p.train('run')
  const { result } = await reported((report) => calibrateRun({ host, report, folder }))
  const fitted = result!.tasks.click!.search!
  expect(Object.keys(fitted).sort()).toEqual(['guided', 'results'])
  for (const { method: by, values } of Object.values(fitted)) {
    expect(by).toBe(method)
    expect(Object.keys(values)).toEqual(parametersOf(method))
    expect(values).not.toEqual(calibratorNamed(method).identity)
  }
  const { result: run } = await reported(async (report) => openRun(host, report, folder))
  expect(readCalibration(host, run!)).toEqual(result)

  const measured = await reported((report) => evaluateRun({ host, report, folder, split: 'calibration', bootstrap }))
  const { raw, ...calibrated } = measured.result!.tasks.click!.all
  expect(calibrated.logloss).toBeLessThan(raw.logloss! + 1e-3)
  expect(calibrated.logloss).not.toBe(raw.logloss)

  await reported((report) => exportRun(host, report, { run: folder, out: p.path('out'), version: 'test' }))
  const rows = `select *, if(place = 2, 'results', 'guided') as view from '${p.path('log.parquet')}' where place > 1 limit 60`
  await sql(`copy (${rows}) to '${p.path('rows.parquet')}' (format parquet)`)
  await predict(host, p.path('out/serving/search'), p.path('rows.parquet'), p.path('scores.parquet'))
  const scores = await sql(`select * from '${p.path('scores.parquet')}'`)
  expect(scores).toHaveLength(60)
  for (const row of scores) {
    const { values } = fitted[String(row.view)]!
    const logit = calibratorNamed(method).apply(values)(Number(row['click.logit']))
    expect(Number(row.click)).toBeCloseTo(1 / (1 + Math.exp(-logit)), 6)
  }
})

test.each([
  ['no method', { method: undefined }, "'tasks.click.search.results.method' is missing"],
  ['a method that is not there', { method: 'isotonic' }, "no calibration method 'isotonic'"],
  ['a segment that is not there', { from: 'moon' }, 'from\' is "moon", expected one of view, surface, all, identity'],
  ['a value that is no number', { slope: 'steep' }, 'slope\' is "steep", expected number'],
  ['a value that is missing', { slope: undefined }, 'its slope is no finite number'],
  [
    'a value that the method refuses',
    { method: 'temperature', temperature: 0, slope: undefined, intercept: undefined },
    'its temperature 0 is not above 0',
  ],
  [
    'another method than the spec',
    { method: 'temperature', temperature: 2, slope: undefined, intercept: undefined },
    'in the spec platt',
  ],
])('a calibration.json with %s is damaged: CTR5004', async (_, edit, reason) => {
  const p = await project((text) => text.replace('epochs: 3', 'epochs: 1'))
  await p.train('run')
  const folder = p.path('run')
  await reported((report) => calibrateRun({ host: p.host, report, folder }))
  const path = p.path('run/calibration.json')
  const calibration = JSON.parse(p.host.readText(path)!)
  Object.assign(calibration.tasks.click.search.results, edit)
  delete calibration.digest
  writeFileSync(path, sealedJson(calibration))
  const { diagnostics } = await reported((report) => evaluateRun({ host: p.host, report, folder, bootstrap }))
  expect(diagnostics.map(({ code }) => code)).toEqual(['CTR5004'])
  expect(diagnostics[0]?.message).toContain(reason)
})
