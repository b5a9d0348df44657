import type { Callable } from '../../../graph/define-op.ts'
import { opTable } from '../../../graph/ops/table.ts'
import { apply } from '../apply.ts'
import { bindArguments } from '../arguments.ts'
import { lift } from '../lift.ts'
import { isNumber, poison } from '../values.ts'
import type { Builtin } from './builtin.ts'

/** `exp(x)`, `min(a, b)` ...: element by element; of constants, a constant. */
const elementwise =
  ({ kind, operands }: Callable, onNumbers: (...operands: number[]) => number): Builtin =>
  (interpreter, call, site) => {
    const parameters = operands.map((name) => ({ name, required: true, type: 'a value' }) as const)
    const bound = bindArguments(interpreter, call, parameters)
    if (bound === undefined) return poison
    const values = operands.map((name) => {
      const argument = bound.get(name)
      return argument === undefined ? poison : interpreter.evaluate(argument.value, site)
    })
    if (values.every(isNumber)) return { kind: 'float', value: onNumbers(...values.map(({ value }) => value)) }
    return lift(interpreter, values, site, (tensors) => {
      const result = apply(interpreter, kind, tensors, {}, site)
      return kind === 'sigmoid' && result.kind === 'tensor' ? { ...result, isProbability: true } : result
    })
  }

/** The ops that their traits make callable, by the built-in's name. */
export const elementwiseBuiltins: readonly (readonly [string, Builtin])[] = Object.values(opTable).flatMap((op) =>
  op.elementwise === undefined || op.callable === undefined
    ? []
    : [[op.callable.name, elementwise(op.callable, op.elementwise)] as const],
)
