import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectRoot } from '../../architecture/source-files.ts'
import { ctrc } from '../bundle.ts'

const examples = join(projectRoot, 'examples/architectures')

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctrc-architectures-'))
  for (const [to, rows] of [
    ['data', '12000'],
    ['unseen', '600'],
  ] as const)
    execFileSync(process.execPath, [join(examples, 'log.mjs'), join(folder, to), '--rows', rows])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function step(...args: string[]): Promise<string> {
  const { exit, out, log } = await ctrc(args, folder)
  expect(exit, `ctrc ${args.join(' ')}\n${log}`).toBe(0)
  return out
}

test.each([
  ['deepfm', ['click']],
  ['dlrm', ['click']],
  ['din', ['click']],
  ['esmm', ['click', 'purchase']],
])(
  '%s is trained, calibrated, ranks better than chance, is exported with verification, and scores',
  async (name, tasks) => {
    const [run, exported] = [join(folder, name), join(folder, `${name}-export`)]
    await step('train', join(examples, name), '--param', `root=${join(folder, 'data')}`, '--run', run)
    await step('calibrate', run)
    const measured = JSON.parse(await step('eval', run, '--format', 'json'))
    // The lower end of the 99 % interval.
    for (const task of tasks) expect(measured.tasks[task].all.intervals.auc[0], task).toBeGreaterThan(0.5)
    await step('export', run, '--out', exported)
    for (const surface of ['feed', 'search']) {
      expect(existsSync(join(exported, 'serving', surface, '1/model.onnx')), surface).toBe(true)
      const scores = join(folder, `${name}-${surface}.json`)
      const input = join(folder, 'unseen/log.parquet')
      await step('predict', join(exported, 'serving', surface), '--input', input, '--out', scores)
      const rows = readFileSync(scores, 'utf8').trim().split('\n')
      expect(rows).toHaveLength(600)
      for (const row of rows) {
        const scored = JSON.parse(row)
        expect(scored.status).toBe(0)
        if (name !== 'esmm') continue
        // Ma et al. 2018, eq. 1: pCTCVR = pCTR pCVR, before calibration.
        const probability = (task: string) => 1 / (1 + Math.exp(-scored[`${task}.logit`]))
        expect(probability('purchase')).toBeCloseTo(probability('click') * probability('conversion'), 5)
      }
    }
  },
)
