import { sizeOf } from '../../../graph/types.ts'
import { bindArguments } from '../arguments.ts'
import { integerOf } from '../constants.ts'
import { describe, int, isNumber, poison, type Value } from '../values.ts'
import type { Builtin } from './builtin.ts'

/** The shape of one value; of several entries, that of all of them. Undefined where there is none, or where entries differ. */
function shapeOf(value: Value): readonly number[] | undefined {
  if (value.kind === 'tensor') return value.shape
  if (value.kind === 'sequence') return value.values.shape
  if (isNumber(value)) return []
  if (value.kind !== 'keyed') return undefined
  const [first, ...others] = [...value.entries.values()].map(shapeOf)
  return others.every((shape) => shape?.join() === first?.join()) ? first : undefined
}

/** `size(x)`: a constant, how many numbers a row of x has; `size(x, axis: i)`, how many along one axis. Negative axes count from the end. */
export const size: Builtin = (interpreter, call, site) => {
  const bound = bindArguments(interpreter, call, [
    { name: 'x', required: true, type: 'a value' },
    { name: 'axis', required: false, type: 'int' },
  ])
  const [x, axisArgument] = [bound?.get('x'), bound?.get('axis')]
  if (x === undefined) return poison
  const value = interpreter.evaluate(x.value, site)
  const axis = axisArgument === undefined ? undefined : integerOf(interpreter, axisArgument.value, site, 'the axis')
  if (value.kind === 'poison' || (axisArgument !== undefined && axis === undefined)) return poison
  const shape = shapeOf(value)
  if (shape === undefined) {
    if (value.kind === 'keyed' && [...value.entries.values()].some(({ kind }) => kind === 'poison')) return poison
    const isList = value.kind === 'list' || value.kind === 'constants'
    const expected = isList ? 'a value; length(list) counts the items of a list' : 'a value of one shape'
    interpreter.report('CTR3013', x.span, { callee: 'size', name: 'x', found: describe(value), expected })
    return poison
  }
  if (axis === undefined) return int(sizeOf(shape))
  const along = shape.at(axis)
  if (along !== undefined) return int(along)
  const rank = shape.length
  const expected = rank === 0 ? 'one number has no axes' : `[${shape.join(', ')}] has the axes 0 to ${rank - 1}`
  interpreter.report('CTR3003', site.span, { operation: "'size'", found: `axis ${axis}`, expected })
  return poison
}
