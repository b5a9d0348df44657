import { apply } from '../apply.ts'
import { bindArguments } from '../arguments.ts'
import { constantOf } from '../constants.ts'
import { asTensor } from '../lift.ts'
import { describe, poison } from '../values.ts'
import type { Builtin } from './builtin.ts'

/** `transpose(x)` swaps the last two axes, `transpose(x, [1, 0, 2])` orders all of them. */
export const transpose: Builtin = (interpreter, call, site) => {
  const bound = bindArguments(interpreter, call, [
    { name: 'x', required: true, type: 'a value' },
    { name: 'axes', required: false, type: 'list<int>' },
  ])
  const x = bound?.get('x')
  const value = x === undefined ? undefined : asTensor(interpreter, interpreter.evaluate(x.value, site), site)
  if (value === undefined) return poison
  const rank = value.shape.length
  const axes = bound?.get('axes')
  if (axes === undefined) {
    const permutation = Array.from({ length: rank }, (_, axis) =>
      axis < rank - 2 ? axis : rank - 2 + (rank - 1 - axis),
    )
    if (rank < 2) {
      interpreter.report('CTR3003', site.span, {
        operation: 'transpose',
        found: `[${value.shape.join(', ')}]`,
        expected: 'it needs two axes or more',
      })
      return poison
    }
    return apply(interpreter, 'transpose', [value], { permutation }, site)
  }
  const order = constantOf(interpreter, axes.value, site, 'the order of axes')
  if (order === undefined) return poison
  const permutation =
    order.kind === 'constants' ? order.items.map((item) => (item.kind === 'int' ? item.value : -1)) : []
  if (permutation.toSorted((a, b) => a - b).join() !== value.shape.map((_, axis) => axis).join()) {
    interpreter.report('CTR3013', axes.span, {
      callee: 'transpose',
      name: 'axes',
      found: describe(order),
      expected: `each of 0 to ${rank - 1} once`,
    })
    return poison
  }
  return apply(interpreter, 'transpose', [value], { permutation }, site)
}
