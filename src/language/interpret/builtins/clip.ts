import { apply } from '../apply.ts'
import { bindArguments } from '../arguments.ts'
import { lift } from '../lift.ts'
import { isNumber, poison } from '../values.ts'
import type { Builtin } from './builtin.ts'

/** `clip(x, lo, hi)`: x, or the bound that it lies beyond; the gradient of x is zero there, and flows at a bound itself. */
export const clip: Builtin = (interpreter, call, site) => {
  const bound = bindArguments(
    interpreter,
    call,
    ['x', 'lo', 'hi'].map((name) => ({ name, required: true, type: 'a value' })),
  )
  const [x, lo, hi] = [bound?.get('x'), bound?.get('lo'), bound?.get('hi')]
  if (x === undefined || lo === undefined || hi === undefined) return poison
  const values = [x, lo, hi].map((argument) => interpreter.evaluate(argument.value, site))
  const [of, least, most] = values
  if (least !== undefined && most !== undefined && isNumber(least) && isNumber(most)) {
    if (least.value > most.value) {
      const expected = `${least.value} or more, which is 'lo'`
      interpreter.report('CTR3013', hi.span, { callee: 'clip', name: 'hi', found: `${most.value}`, expected })
      return poison
    }
    if (of !== undefined && isNumber(of)) return of.value < least.value ? least : of.value > most.value ? most : of
  }
  return lift(interpreter, values, site, ([value, a, b]) => {
    if (value === undefined || a === undefined || b === undefined) return poison
    const above = apply(interpreter, 'maximum', [value, a], {}, site)
    const clipped = above.kind === 'poison' ? poison : apply(interpreter, 'minimum', [above, b], {}, site)
    return value.isProbability && clipped.kind === 'tensor' ? { ...clipped, isProbability: true } : clipped
  })
}
