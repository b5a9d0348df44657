import { expect, test } from 'vitest'
import type { JournalLine } from '../../../src/learn/train/journal.ts'
import { evaluationLine } from '../../../src/tools/cli/evaluation-line.ts'

const line: JournalLine = {
  ...{ step: 4, epoch: 0.5, rows: 512, loss: 0.654321, losses: {}, rows_per_second: 1000, best: true },
  validation: { click: { rows: 300, positives: 0, auc: null, logloss: 0.123456 } },
}

test('an evaluation is one line: a dash where a metric has no value, a star where its weights are the best so far', () => {
  expect(evaluationLine(line)).toMatch(/^epoch 0\.50 {2}loss 0\.65432 {2}click auc - logloss 0\.12346 {2}\*$/)
  expect(evaluationLine({ ...line, best: false })).not.toContain('*')
})
