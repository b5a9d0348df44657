import type { IndexExpression, RangeExpression } from '../syntax/ast.ts'
import { apply } from './apply.ts'
import { integerOf } from './constants.ts'
import type { Interpreter } from './interpreter.ts'
import { asTensor, perEntry } from './lift.ts'
import { at, type Site } from './site.ts'
import { poison, type TensorList, type Value } from './values.ts'

/** `x[1..L]`: part of the first axis, end exclusive. */
export function slice(
  interpreter: Interpreter,
  expression: IndexExpression,
  range: RangeExpression,
  site: Site,
): Value {
  const here = at(site, expression.span)
  const value = interpreter.evaluate(expression.value, site)
  if (value.kind === 'constants' || value.kind === 'list') {
    const [start, end] = [
      integerOf(interpreter, range.start, site, 'the start'),
      integerOf(interpreter, range.end, site, 'the end'),
    ]
    if (start === undefined || end === undefined) return poison
    const { length } = value.items
    if (start >= 0 && start <= end && end <= length) return sliced(value, start, end)
    const expected = `the list has 0..${length}`
    interpreter.report('CTR3003', range.span, { operation: 'a slice', found: `${start}..${end}`, expected })
    return poison
  }
  const start = integerOf(interpreter, range.start, site, 'the start of a slice')
  const end = integerOf(interpreter, range.end, site, 'the end of a slice')
  if (start === undefined || end === undefined) return poison
  return perEntry(value, here, (entry, place) => {
    const tensor = asTensor(interpreter, entry, place)
    if (tensor === undefined) return poison
    const [size] = tensor.shape
    if (size !== undefined && start >= 0 && start < end && end <= size) {
      const cut = apply(interpreter, 'slice', [tensor], { axis: 0, start, end }, place)
      return tensor.isProbability && cut.kind === 'tensor' ? { ...cut, isProbability: true } : cut
    }
    interpreter.report('CTR3003', range.span, {
      operation: 'a slice',
      found: `${start}..${end}`,
      expected: size === undefined ? 'one number has no axes' : `the first axis has 0..${size}`,
    })
    return poison
  })
}

const sliced = (list: Extract<Value, { readonly kind: 'constants' | 'list' }>, start: number, end: number): Value =>
  list.kind === 'constants'
    ? { kind: 'constants', items: list.items.slice(start, end) }
    : { ...list, items: list.items.slice(start, end), ...namesOf(list, start, end) }

const namesOf = ({ names }: TensorList, start: number, end: number): Partial<TensorList> =>
  names === undefined ? {} : { names: names.slice(start, end) }
