import { apply } from '../apply.ts'
import { bindArguments } from '../arguments.ts'
import { lift } from '../lift.ts'
import { isNumber, poison } from '../values.ts'
import type { Builtin } from './builtin.ts'

type UnaryKind = 'exp' | 'log' | 'log1p' | 'sqrt' | 'abs' | 'tanh' | 'relu' | 'gelu' | 'sigmoid' | 'stop_gradient'

const onConstants: Partial<Record<UnaryKind, (x: number) => number>> = {
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  abs: Math.abs,
}

/** `exp(x)`, `relu(x)` ...: element by element; of a constant, a constant. */
export const elementwise =
  (kind: UnaryKind): Builtin =>
  (interpreter, call, site) => {
    const argument = bindArguments(interpreter, call, [{ name: 'x', required: true, type: 'a value' }])?.get('x')
    if (argument === undefined) return poison
    const value = interpreter.evaluate(argument.value, site)
    const onConstant = onConstants[kind]
    if (isNumber(value) && onConstant !== undefined) return { kind: 'float', value: onConstant(value.value) }
    return lift(interpreter, [value], site, ([x]) =>
      x === undefined ? poison : apply(interpreter, kind, [x], {}, site),
    )
  }
