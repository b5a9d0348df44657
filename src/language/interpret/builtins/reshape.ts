import { type Shape, sizeOf } from '../../../graph/types.ts'
import { apply } from '../apply.ts'
import { bindArguments } from '../arguments.ts'
import { constantOf } from '../constants.ts'
import type { Interpreter } from '../interpreter.ts'
import { asTensor, perEntry } from '../lift.ts'
import type { OpSite } from '../site.ts'
import { describe, type Poison, poison, type Tensor } from '../values.ts'
import type { Builtin } from './builtin.ts'

/** One element by another shape is what it was. */
function reshaped(interpreter: Interpreter, tensor: Tensor, shape: Shape, site: OpSite): Tensor | Poison {
  const result = apply(interpreter, 'reshape', [tensor], { shape }, site)
  return tensor.isProbability && result.kind === 'tensor' ? { ...result, isProbability: true } : result
}

/** `reshape(x, [a, b])`: the same elements per row in another shape. Of a sequence, its values. */
export const reshape: Builtin = (interpreter, call, site) => {
  const bound = bindArguments(interpreter, call, [
    { name: 'x', required: true, type: 'a value' },
    { name: 'shape', required: true, type: 'list<int>' },
  ])
  const [x, shape] = [bound?.get('x'), bound?.get('shape')]
  if (x === undefined || shape === undefined) return poison
  const value = interpreter.evaluate(x.value, site)
  const sizes = constantOf(interpreter, shape.value, site, 'a shape')
  if (sizes === undefined) return poison
  const dimensions =
    sizes.kind === 'constants' ? sizes.items.map((item) => (item.kind === 'int' ? item.value : 0)) : undefined
  if (dimensions === undefined || dimensions.some((size) => size < 1)) {
    interpreter.report('CTR3013', shape.span, {
      callee: 'reshape',
      name: 'shape',
      found: describe(sizes),
      expected: 'whole numbers of 1 or more, such as [4, 16]',
    })
    return poison
  }
  return perEntry(value, site, (entry, here) => {
    const tensor = asTensor(interpreter, entry, here)
    if (tensor === undefined) return poison
    if (sizeOf(tensor.shape) === sizeOf(dimensions)) return reshaped(interpreter, tensor, dimensions, here)
    interpreter.report('CTR3001', site.span, {
      operation: "'reshape'",
      found: `[${tensor.shape.join(', ')}] into [${dimensions.join(', ')}]`,
      expected: `${sizeOf(tensor.shape)} elements are not ${sizeOf(dimensions)}`,
    })
    return poison
  })
}
