import { expect, test } from 'vitest'
import { newReport } from '../../../src/diagnostics/report.ts'
import { reportWorseThanBaseRate } from '../../../src/learn/train/base-rate.ts'
import { runFolder } from '../../../src/learn/train/run-folder.ts'
import { project } from './project.ts'

/** Seconds since 1970 where a number of some units is expected: as in a public report of an unscaled timestamp, log loss 15 and AUC .5. */
const unscaled = (text: string): string =>
  text
    .replace('select * from', 'select * replace ((968035345 + row_number)::float as x) from')
    .replace('best(click.logloss, every: 0.5, patience: 5)', 'best(click.logloss)')

/** Of always predicting the share of positives: -(p ln p + (1 - p) ln(1 - p)). */
const entropy = (p: number): number => -(p * Math.log(p) + (1 - p) * Math.log(1 - p))

const worse = (found: { readonly diagnostics: readonly { readonly code: string; readonly message: string }[] }) =>
  found.diagnostics.filter(({ code }) => code === 'CTR5026').map(({ message }) => message)

test('a model worse than the base rate is reported with both log losses', async () => {
  const p = await project(unscaled)
  const trained = await p.train('run')
  const lines = (p.host.readText(p.path('run/metrics.jsonl')) ?? '').trim().split('\n')
  const kept = lines.map((line) => JSON.parse(line)).findLast(({ best }) => best)
  const { rows, positives, logloss } = kept.validation.click
  const constant = entropy(positives / rows)
  expect(logloss).toBeGreaterThan(constant)
  const [message] = worse(trained)
  expect(message).toContain(
    `the log loss of click is ${Number(logloss.toPrecision(4))}, that of its base rate ${Number(constant.toPrecision(4))} `,
  )
  expect(trained.diagnostics.every(({ severity }) => severity !== 'error')).toBe(true)
})

test('weights that were kept before a run was resumed are judged too, and not before it ends', async () => {
  const p = await project(unscaled)
  const controller = new AbortController()
  const signal = controller.signal
  controller.abort()
  expect(worse(await p.train('run', { signal }))).toEqual([])
  expect(worse(await p.train('run', { resume: true }))).not.toEqual([])
})

test('a model that learned something, or has no validation split, is not reported', async () => {
  const p = await project()
  // long_click is trained on a third of the rows at half the weight: 24 steps are too few for it, as its line of metrics.jsonl states.
  expect(worse(await p.train('run')).join()).not.toContain('log loss of click')
  const blind = await project((text) =>
    unscaled(text)
      .replace('validation: day == 3, ', '')
      .replace(/ {2}keep: .*\n/, ''),
  )
  expect(worse(await blind.train('run'))).toEqual([])
})

test('a model that is worse by chance alone is not reported, and one beyond two standard errors is, with the error', async () => {
  const p = await project()
  await p.train('run')
  const journal = p.path('run/metrics.jsonl')
  const lines = (p.host.readText(journal) ?? '').trim().split('\n')
  const judged = (error: number): readonly string[] => {
    const changed = lines.map((each) => {
      const line = JSON.parse(each)
      // .02 above the base rate's loss of .5.
      const click = { ...line.validation.click, logloss: 0.52, normalized_entropy: 1.04, base_rate_error: error }
      return JSON.stringify({ ...line, validation: { click } })
    })
    p.host.writeAtomic(journal, `${changed.join('\n')}\n`)
    const report = newReport()
    reportWorseThanBaseRate(p.host, report, runFolder(p.host, p.path('run')), p.model())
    return report.found.map(({ message }) => message)
  }
  expect(judged(0.011)).toEqual([])
  expect(judged(0.009)).toEqual([
    expect.stringContaining('(normalized entropy 1.04, standard error of the difference 0.009, AUC'),
  ])
})
