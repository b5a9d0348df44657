import type { JournalLine } from '../../learn/train/journal.ts'
import { keepMetrics, metrics } from '../../metrics/table.ts'

/** An evaluation of a training, for people; `*` where its weights are the best so far. */
export function evaluationLine({ epoch, loss, validation, best }: JournalLine): string {
  const tasks = Object.entries(validation).map(([task, measured]) => {
    const values = keepMetrics.map((name) => `${name} ${measured[name]?.toFixed(metrics[name].digits) ?? '-'}`)
    return `${task} ${values.join(' ')}`
  })
  return `epoch ${epoch.toFixed(2)}  loss ${loss.toFixed(5)}  ${tasks.join('  ')}${best ? '  *' : ''}`
}
