import type { RawColumn } from '../raw.ts'
import { integers, mapFloats, mapIntegers } from './columns.ts'
import { defineDerivation } from './definition.ts'

const between = <Value extends number | bigint>(value: Value, low: Value, high: Value): Value =>
  value < low ? low : value > high ? high : value

/** `clip(x, 0, 100)`: the number, or the bound that it lies beyond; of the operand's kind. Constants: the bounds. */
export const clip = defineDerivation({
  form: 'clip(x, low, high)',
  parameters: [
    { kind: 'operand', name: 'x', accepts: ['int', 'float'] },
    { kind: 'number', name: 'low' },
    { kind: 'number', name: 'high' },
  ],
  refuses: ([low, high], [operand]) => {
    if (operand === 'float') {
      if (Math.fround(low!) > Math.fround(high!))
        return { found: `the bounds ${low} and ${high}`, expected: 'the lower one first' }
      return undefined
    }
    const broken = [low!, high!].find((bound) => !Number.isSafeInteger(bound))
    if (broken !== undefined) return { found: String(broken), expected: 'whole numbers, as the operand is' }
    return low! > high! ? { found: `the bounds ${low} and ${high}`, expected: 'the lower one first' } : undefined
  },
  result: ([operand]) => ({ kind: operand === 'float' ? 'float' : 'int' }),
  host: ([column], [low, high]): RawColumn => {
    if (column?.kind === 'float') {
      const [least, most] = [Math.fround(low!), Math.fround(high!)]
      return mapFloats(column, (value) => between(value, least, most))
    }
    const [least, most] = [BigInt(low!), BigInt(high!)]
    return mapIntegers(integers(column), (value) => between(value, least, most))
  },
  graph: (g, [x], [low, high]) => g.builder.add('clamp', [x!.value], { low: low!, high: high! }),
})
