import { apply } from '../apply.ts'
import { bindArguments } from '../arguments.ts'
import { lift } from '../lift.ts'
import { poison } from '../values.ts'
import type { Builtin } from './builtin.ts'

/** `where(condition, a, b)`: a where the condition is not 0, else b. */
export const where: Builtin = (interpreter, call, site) => {
  const bound = bindArguments(interpreter, call, [
    { name: 'condition', required: true, type: 'a value' },
    { name: 'a', required: true, type: 'a value' },
    { name: 'b', required: true, type: 'a value' },
  ])
  if (bound === undefined) return poison
  const values = ['condition', 'a', 'b'].map((name) => {
    const argument = bound.get(name)
    return argument === undefined ? poison : interpreter.evaluate(argument.value, site)
  })
  return lift(interpreter, values, site, (tensors) => apply(interpreter, 'where', tensors, {}, site))
}
