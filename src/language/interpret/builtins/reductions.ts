import { sizeOf } from '../../../graph/types.ts'
import { apply } from '../apply.ts'
import { bindArguments } from '../arguments.ts'
import { integerOf } from '../constants.ts'
import type { Interpreter } from '../interpreter.ts'
import { asTensor, lift, perEntry } from '../lift.ts'
import type { OpSite } from '../site.ts'
import { isNumber, poison, type Tensor, type Value } from '../values.ts'
import type { Builtin } from './builtin.ts'

/** `sum(x)` over all dimensions of a row, `sum(x, axis: 0)` over one; negative axes count from the end. Likewise mean and max. */
export const reduction =
  (kind: 'sum' | 'mean' | 'max'): Builtin =>
  (interpreter, call, site) => {
    const bound = bindArguments(interpreter, call, [
      { name: 'x', required: true, type: 'a value' },
      { name: 'axis', required: false, type: 'int' },
    ])
    const x = bound?.get('x')
    if (x === undefined) return poison
    const value = interpreter.evaluate(x.value, site)
    const axisArgument = bound?.get('axis')
    const axis = axisArgument === undefined ? undefined : integerOf(interpreter, axisArgument.value, site, 'the axis')
    if (axisArgument !== undefined && axis === undefined) return poison
    return perEntry(value, site, (entry, here) => {
      const tensor = asTensor(interpreter, entry, here)
      return tensor === undefined ? poison : reduce(interpreter, kind, tensor, axis, here)
    })
  }

function reduce(
  interpreter: Interpreter,
  kind: 'sum' | 'mean' | 'max',
  value: Tensor,
  axis: number | undefined,
  site: OpSite,
): Value {
  const rank = value.shape.length
  const from = axis !== undefined && axis < 0 ? rank + axis : axis
  if (from !== undefined && (from < 0 || from >= rank)) {
    const expected = rank === 0 ? 'one number has no axes' : `[${value.shape.join(', ')}] has the axes 0 to ${rank - 1}`
    interpreter.report('CTR3003', site.span, { operation: `'${kind}'`, found: `axis ${axis}`, expected })
    return poison
  }
  if (kind !== 'max') {
    const axes = from === undefined ? value.shape.map((_, i) => i) : [from]
    return apply(interpreter, kind, [value], { axes }, site)
  }
  if (from !== undefined || rank <= 1)
    return rank === 0 ? value : apply(interpreter, 'max', [value], { axis: from ?? 0 }, site)
  const flat = apply(interpreter, 'reshape', [value], { shape: [sizeOf(value.shape)] }, site)
  return flat.kind === 'poison' ? poison : apply(interpreter, 'max', [flat], { axis: 0 }, site)
}

/** `max(a, b)` is the larger one element by element; `max(x)` and `max(x, axis: i)` reduce. */
export const max: Builtin = (interpreter, call, site) => {
  if (call.arguments.filter(({ name }) => name === undefined).length < 2)
    return reduction('max')(interpreter, call, site)
  const bound = bindArguments(interpreter, call, [
    { name: 'a', required: true, type: 'a value' },
    { name: 'b', required: true, type: 'a value' },
  ])
  const [first, second] = [bound?.get('a'), bound?.get('b')]
  if (first === undefined || second === undefined) return poison
  const [a, b] = [interpreter.evaluate(first.value, site), interpreter.evaluate(second.value, site)]
  if (isNumber(a) && isNumber(b)) return a.value >= b.value ? a : b
  return lift(interpreter, [a, b], site, ([x, y]: readonly Tensor[]) =>
    x === undefined || y === undefined ? poison : apply(interpreter, 'maximum', [x, y], {}, site),
  )
}

/** Over the last axis. */
export const softmax: Builtin = (interpreter, call, site) => {
  const x = bindArguments(interpreter, call, [{ name: 'x', required: true, type: 'a value' }])?.get('x')
  if (x === undefined) return poison
  return lift(interpreter, [interpreter.evaluate(x.value, site)], site, ([value]) =>
    value === undefined ? poison : apply(interpreter, 'softmax', [value], {}, site),
  )
}
