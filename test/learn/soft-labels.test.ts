import { describe, expect, test } from 'vitest'
import { calibrateRun } from '../../src/learn/calibrate/calibrate-run.ts'
import { evaluateRun } from '../../src/learn/evaluate/evaluate-run.ts'
import { openRun } from '../../src/learn/train/open-run.ts'
import { reported } from '../diagnostics/reported.ts'
import { type Project, project } from './train/project.ts'

const bootstrap = { resamples: 20, confidence: 0.9, seed: 1 }
const once = (text: string) => text.replace('epochs: 3', 'epochs: 1')
const labelled = (click: string) => (text: string) => once(text).replace('click: clicked == 1', `click: ${click}`)

async function trained(edit: (text: string) => string): Promise<Project> {
  const p = await project(edit)
  const { diagnostics } = await p.train('run')
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return p
}

const kept = async (p: Project) => (await reported((report) => openRun(p.host, report, p.path('run')))).result!.values

describe('soft labels', () => {
  test('of 0 and 1 train what labels of two classes train, bit for bit', async () => {
    const [classes, soft] = await Promise.all([trained(once), trained(labelled('soft(clicked + 0)'))])
    const [a, b] = [await kept(classes), await kept(soft)]
    expect(b).toEqual(a)
  })

  test('are learned, measured and calibrated as probabilities', async () => {
    const p = await trained(labelled('soft(0.1 + 0.6 * clicked) where place < 3'))
    const folder = p.path('run')
    const { result: calibrated } = await reported((report) => calibrateRun({ host: p.host, report, folder }))
    expect(calibrated?.tasks.click).toBeDefined()
    const { result } = await reported((report) => evaluateRun({ host: p.host, report, folder, bootstrap }))
    const { all } = result!.tasks.click!
    // No prediction does better than the labels' own entropy, .325 nats for .1 and .611 for .7.
    expect(all.logloss!).toBeGreaterThan(0.325)
    expect(all.logloss!).toBeLessThan(Math.LN2)
    expect(all.calibration_ratio!).toBeCloseTo(1, 0)
    expect([all.auc, all.gauc]).toEqual([null, null])
    // Rows of the third place are unlabelled.
    expect(all.rows).toBe(200)
  })

  test.each(['soft(clicked * 2)', 'soft(clicked - 1)'])('outside of 0 to 1 are refused: %s', async (label) => {
    const p = await project(labelled(label))
    const { diagnostics } = await p.train('run')
    expect(
      diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message }) => [code, message]),
    ).toEqual([
      [
        'CTR4030',
        expect.stringMatching(
          /^label 'click' must be from 0 to 1 or missing; in \d+ rows it has another value, such as/,
        ),
      ],
    ])
  })
})
