import type { Argument } from '../../syntax/ast.ts'
import { apply } from '../apply.ts'
import { bindArguments } from '../arguments.ts'
import { constantOf } from '../constants.ts'
import type { Interpreter } from '../interpreter.ts'
import { asTensor, perEntry } from '../lift.ts'
import type { OpSite } from '../site.ts'
import { type Constant, describe, poison, type Tensor, type Value } from '../values.ts'
import type { Builtin } from './builtin.ts'

/** `transpose(x)` swaps the last two axes, `transpose(x, [1, 0, 2])` orders all of them. */
export const transpose: Builtin = (interpreter, call, site) => {
  const bound = bindArguments(interpreter, call, [
    { name: 'x', required: true, type: 'a value' },
    { name: 'axes', required: false, type: 'list<int>' },
  ])
  const x = bound?.get('x')
  if (x === undefined) return poison
  const axes = bound?.get('axes')
  const order = axes === undefined ? undefined : constantOf(interpreter, axes.value, site, 'the order of axes')
  if (axes !== undefined && order === undefined) return poison
  return perEntry(interpreter.evaluate(x.value, site), site, (entry, here) => {
    const value = asTensor(interpreter, entry, here)
    return value === undefined ? poison : transposed(interpreter, value, axes, order, here)
  })
}

function transposed(
  interpreter: Interpreter,
  value: Tensor,
  axes: Argument | undefined,
  order: Constant | undefined,
  site: OpSite,
): Value {
  const rank = value.shape.length
  if (axes === undefined || order === undefined) {
    const permutation = Array.from({ length: rank }, (_, axis) =>
      axis < rank - 2 ? axis : rank - 2 + (rank - 1 - axis),
    )
    if (rank < 2) {
      interpreter.report('CTR3003', site.span, {
        operation: "'transpose'",
        found: `[${value.shape.join(', ')}] has fewer than two axes`,
        expected: 'it swaps the last two',
      })
      return poison
    }
    return apply(interpreter, 'transpose', [value], { permutation }, site)
  }
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
