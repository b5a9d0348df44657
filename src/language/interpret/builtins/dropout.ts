import { apply } from '../apply.ts'
import { bindArguments } from '../arguments.ts'
import { constantOf } from '../constants.ts'
import { lift } from '../lift.ts'
import { Sources } from '../sources.ts'
import { describe, isNumber, poison, type Tensor } from '../values.ts'
import type { Builtin } from './builtin.ts'

/** `dropout(x, rate: 0.2)`: in training each element is dropped with that probability, the others are scaled by 1 / (1 - rate). */
export const dropout: Builtin = (interpreter, call, site) => {
  const bound = bindArguments(interpreter, call, [
    { name: 'x', required: true, type: 'a value' },
    { name: 'rate', required: true, type: 'float' },
  ])
  const [x, rateArgument] = [bound?.get('x'), bound?.get('rate')]
  if (x === undefined || rateArgument === undefined) return poison
  const value = interpreter.evaluate(x.value, site)
  const rate = constantOf(interpreter, rateArgument.value, site, 'a dropout rate')
  if (rate === undefined) return poison
  if (!isNumber(rate) || rate.value < 0 || rate.value >= 1) {
    interpreter.report('CTR3013', rateArgument.span, {
      callee: 'dropout',
      name: 'rate',
      found: describe(rate),
      expected: 'a number of at least 0 and below 1',
    })
    return poison
  }
  if (rate.value === 0) return value
  const path = interpreter.callPath(`${site.path}.dropout`)
  return lift(interpreter, [value], site, ([tensor]) => {
    if (tensor === undefined) return poison
    if (tensor.handle === '') return tensor
    const port = { kind: 'dropout', path, rate: rate.value } as const
    const handle = interpreter.sink.input(
      { port },
      { dtype: 'float32', shape: tensor.shape, rows: tensor.rows },
      site.span,
    )
    const mask: Tensor = { kind: 'tensor', handle, shape: tensor.shape, rows: tensor.rows, sources: Sources.none }
    return apply(interpreter, 'dropout', [tensor, mask], { rate: rate.value }, site)
  })
}
