import { expect, test } from 'vitest'
import { RandomStream } from '../../src/graph/random.ts'
import { measure } from '../../src/metrics/measures.ts'
import { Sample } from '../../src/metrics/sample.ts'
import { metricNames } from '../../src/metrics/table.ts'

/** Rows of soft labels; and the same as two rows each, one positive and one negative, by weights that are the label and what is left of it. */
function samples() {
  const stream = RandomStream.of(1, 'soft labels')
  const uniform = (column: number) => Array.from({ length: 60 }, (_, row) => stream.uniform(3 * row + column))
  const [logits, labels, weights] = [
    uniform(0).map((each) => 12 * each - 6),
    uniform(1),
    uniform(2).map((each) => each + 0.5),
  ]
  const groups = Int32Array.from(labels, (_, row) => row % 7)
  const twice = <T>(values: Iterable<T>): T[] => [...values].flatMap((each) => [each, each])
  const soft = Float32Array.from(labels)
  return {
    soft: Sample.of({ logits: Float64Array.from(logits), labels: soft, weights: Float64Array.from(weights), groups }),
    doubled: Sample.of({
      logits: Float64Array.from(twice(logits)),
      labels: Uint8Array.from(labels.flatMap(() => [1, 0])),
      weights: Float64Array.from(weights.flatMap((weight, row) => [weight * soft[row]!, weight * (1 - soft[row]!)])),
      groups: Int32Array.from(twice(groups)),
    }),
  }
}

test('soft labels measure as positives and negatives by their shares would; nothing ranks them', () => {
  const { soft, doubled } = samples()
  for (const name of metricNames) {
    const found = measure(name, soft)
    if (name === 'auc' || name === 'gauc') expect(found).toBeUndefined()
    else expect([name, found]).toEqual([name, expect.closeTo(measure(name, doubled)!, 10)])
  }
  expect(soft.totals.positiveRows).toBe([...soft.labels].filter((label) => label > 0.5).length)
})
