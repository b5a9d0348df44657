import { apply } from '../apply.ts'
import { lift } from '../lift.ts'
import { poison, type Tensor } from '../values.ts'
import type { Builtin } from './builtin.ts'
import { restOf } from './rest.ts'

/** `stack(a, b, ...)` or `stack(for ...)`: values of one shape along a new first axis. */
export const stack: Builtin = (interpreter, call, site) => {
  const rest = restOf(interpreter, call, [], site)
  if (rest === undefined) return poison
  return lift(interpreter, rest.values, site, (tensors) => {
    const layers: Tensor[] = []
    for (const tensor of tensors) {
      const layer = apply(interpreter, 'reshape', [tensor], { shape: [1, ...tensor.shape] }, site)
      if (layer.kind === 'poison') return poison
      layers.push(layer)
    }
    const only = layers.length === 1 ? layers[0] : undefined
    return only ?? apply(interpreter, 'concat', layers, { axis: 0 }, site)
  })
}
