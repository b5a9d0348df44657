import type { RawColumn } from '../raw.ts'
import { numbersOf } from './columns.ts'
import { defineDerivation, type Fitting } from './definition.ts'
import { ExactSum, nearestDouble, unitBits } from './exact-sum.ts'

/** `standardize(clicks_7d)`: how many deviations above the mean a number is, both those of the training split. Constants: fitted, the two. */
export const standardize = defineDerivation({
  form: 'standardize(x)',
  parameters: [{ kind: 'operand', name: 'x', accepts: ['int', 'float', 'time'] }],
  refuses: () => undefined,
  result: () => ({ kind: 'float' }),
  host: ([column], [mean, deviation]): RawColumn => ({
    kind: 'float',
    size: 1,
    values: Float32Array.from(numbersOf(column), (value) => (value - mean!) / deviation!),
  }),
  graph: (g, [x], [mean, deviation]) =>
    g.builder.add('standardize', [x!.value], { mean: mean!, deviation: deviation! }),
  fit: {
    stated: 0,
    begin: () => moments(),
    unfitted: () => [0, 1],
    stored: ([mean, deviation]) => ({ mean: mean!, deviation: deviation! }),
    read: ({ mean, deviation }) => {
      if (mean === undefined || deviation === undefined) return 'it has no mean and deviation'
      return deviation > 0 ? [mean, deviation] : `its deviation is ${deviation}, which is not above 0`
    },
  },
})

/** Exact sums, of which the mean is rounded once and the deviation twice. The deviation is the population's. */
function moments(): Fitting {
  const [values, squares] = [new ExactSum(), new ExactSum()]
  let count = 0
  let least = Number.POSITIVE_INFINITY
  return {
    add(column, isWanted) {
      const numbers = numbersOf(column)
      for (let row = 0; row < numbers.length; row++) {
        const value = numbers[row]!
        if (Number.isNaN(value) || !isWanted(row)) continue
        values.add(value)
        squares.addSquare(value)
        count++
        least = Math.min(least, value)
      }
    },
    finish() {
      if (count === 0) return { fault: 'nothing' }
      const [sum, rows] = [values.total, BigInt(count)]
      const spread = ((rows * squares.total) << unitBits) - sum * sum
      if (spread === 0n) return { fault: 'constant', value: String(least) }
      const mean = nearestDouble(sum, rows << unitBits)
      const deviation = Math.sqrt(nearestDouble(spread, (rows * rows) << (2n * unitBits)))
      return { constants: [mean, deviation] }
    },
  }
}
