import { apply, constant } from '../apply.ts'
import { bindArguments } from '../arguments.ts'
import { constantOf } from '../constants.ts'
import { checkFloat32 } from '../float32.ts'
import { lift } from '../lift.ts'
import { describe, isNumber, type NumberConstant, poison } from '../values.ts'
import type { Builtin } from './builtin.ts'

/** `pow(x, n)`: x to the power of a constant. n = 0 is 1 for every x, and n = 1 is x itself: neither is an op. */
export const pow: Builtin = (interpreter, call, site) => {
  const bound = bindArguments(interpreter, call, [
    { name: 'x', required: true, type: 'a value' },
    { name: 'n', required: true, type: 'float' },
  ])
  const [x, n] = [bound?.get('x'), bound?.get('n')]
  if (x === undefined || n === undefined) return poison
  const value = interpreter.evaluate(x.value, site)
  const exponent = constantOf(interpreter, n.value, site, 'an exponent')
  if (exponent === undefined) return poison
  if (!isNumber(exponent)) {
    const at = { callee: 'pow', name: 'n', found: describe(exponent), expected: 'a number' }
    interpreter.report('CTR3013', n.span, at)
    return poison
  }
  if (!checkFloat32(interpreter, exponent.value, n.value.span)) return poison
  if (isNumber(value)) return powerOf(value, exponent)
  const power = Math.fround(exponent.value)
  return lift(interpreter, [value], site, ([base]) => {
    if (base === undefined) return poison
    if (power === 0) return constant(interpreter, [1], base.shape, site)
    if (power === 1) return base
    const result = apply(interpreter, 'pow', [base], { exponent: power }, site)
    const isProbability = base.isProbability && power > 0
    return isProbability && result.kind === 'tensor' ? { ...result, isProbability } : result
  })
}

/** A whole number where both are and it can be counted with: `pow(2, 3)` is a size. */
function powerOf(base: NumberConstant, exponent: NumberConstant): NumberConstant {
  const value = base.value ** exponent.value
  const isWhole = base.kind === 'int' && exponent.kind === 'int' && Number.isSafeInteger(value)
  return { kind: isWhole ? 'int' : 'float', value }
}
