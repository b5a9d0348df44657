import { bindArguments } from '../arguments.ts'
import { describe, int, isConstant, isNumber, poison } from '../values.ts'
import type { Builtin } from './builtin.ts'

/**
 * `floor(n / 2)`, `ceil(n / 2)`: the whole number below or above a constant. Of a quotient of whole numbers that doubles hold it is exact: such a
 * quotient lies at least 1 / divisor from the next whole number, and its rounding error is smaller.
 */
export const rounding =
  (which: 'floor' | 'ceil'): Builtin =>
  (interpreter, call, site) => {
    const x = bindArguments(interpreter, call, [{ name: 'x', required: true, type: 'a number' }])?.get('x')
    if (x === undefined) return poison
    const value = interpreter.evaluate(x.value, site)
    if (value.kind === 'poison') return poison
    // Adding 0 turns -0 into 0.
    const whole = isNumber(value) ? Math[which](value.value) + 0 : undefined
    if (whole !== undefined && Number.isSafeInteger(whole)) return int(whole)
    const found = describe(value)
    if (isConstant(value)) {
      const expected = whole === undefined ? 'a number' : 'a number below 2^53'
      interpreter.report('CTR3013', x.span, { callee: which, name: 'x', found, expected })
    } else interpreter.report('CTR3020', x.span, { what: `the argument of '${which}'`, found })
    return poison
  }
