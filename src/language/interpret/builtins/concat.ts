import { apply } from '../apply.ts'
import { integerOf } from '../constants.ts'
import { lift } from '../lift.ts'
import { type Poison, poison, type Tensor } from '../values.ts'
import type { Builtin } from './builtin.ts'
import { restOf } from './rest.ts'

/** `concat(a, b, ..., axis: -1)`: along an axis, by default the last; a scalar counts as [1]. */
export const concat: Builtin = (interpreter, call, site) => {
  const rest = restOf(interpreter, call, ['axis'], site)
  if (rest === undefined) return poison
  const axisArgument = rest.named.get('axis')
  const axis = axisArgument === undefined ? -1 : integerOf(interpreter, axisArgument.value, site, 'the axis')
  if (axis === undefined) return poison
  return lift(interpreter, rest.values, site, (tensors) => {
    const vectors: Tensor[] = []
    for (const tensor of tensors) {
      const vector: Tensor | Poison =
        tensor.shape.length === 0 ? apply(interpreter, 'reshape', [tensor], { shape: [1] }, site) : tensor
      if (vector.kind === 'poison') return poison
      vectors.push(vector)
    }
    const rank = vectors[0]?.shape.length ?? 0
    const along = axis < 0 ? rank + axis : axis
    if (vectors.length > 1) return apply(interpreter, 'concat', vectors, { axis: along }, site)
    const [only] = vectors
    if (only === undefined) return poison
    if (along >= 0 && along < rank) return only
    const expected = `[${only.shape.join(', ')}] has the axes 0 to ${rank - 1}`
    interpreter.report('CTR3003', site.span, { operation: "'concat'", found: `axis ${axis}`, expected })
    return poison
  })
}
