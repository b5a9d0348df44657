import type { IndexExpression } from '../syntax/ast.ts'
import { apply } from './apply.ts'
import type { Interpreter } from './interpreter.ts'
import { asTensor, perEntry } from './lift.ts'
import { at, type Site } from './site.ts'
import { describe, isConstant, poison, type Tensor, type Value } from './values.ts'

/** `units[0]` of a list, `x[0]` of a value: an entry of its first axis, which the result lacks. Negative positions count from the end. */
export function readElement(
  interpreter: Interpreter,
  { index, span }: IndexExpression,
  value: Value,
  site: Site,
): Value {
  const position = interpreter.evaluate(index, site)
  if (value.kind === 'poison' || position.kind === 'poison') return poison
  if (position.kind !== 'int') {
    const found = describe(position)
    if (isConstant(position) || position.kind === 'list')
      interpreter.report('CTR3004', index.span, {
        what: 'an index',
        found,
        expected: 'surface, a whole number or a range',
      })
    else interpreter.report('CTR3020', index.span, { what: 'an index', found })
    return poison
  }
  const outside = (found: string): void =>
    interpreter.report('CTR3003', span, {
      operation: 'an element',
      found: `position ${position.value}`,
      expected: found,
    })
  const from = (size: number): number => (position.value < 0 ? size + position.value : position.value)
  if (value.kind === 'constants' || value.kind === 'list') {
    const item = value.items[from(value.items.length)]
    if (item !== undefined) return item
    outside(`the list has ${value.items.length}`)
    return poison
  }
  return perEntry(value, at(site, span), (entry, here) => {
    if (entry.kind === 'sequence') {
      const [found, expected] = [describe(entry), 'a value; values(list)[i] reads a position, present or not']
      interpreter.report('CTR3004', span, { what: 'what an element is read of', found, expected })
      return poison
    }
    const tensor = asTensor(interpreter, entry, here)
    if (tensor === undefined) return poison
    const [size, ...rest] = tensor.shape
    if (size === undefined) outside('one number has no axes')
    else if (from(size) < 0 || from(size) >= size) outside(`the first axis has ${size} entries`)
    else return element(tensor, from(size), rest)
    return poison

    function element(x: Tensor, start: number, shape: readonly number[]): Value {
      const cut = apply(interpreter, 'slice', [x], { axis: 0, start, end: start + 1 }, here)
      if (cut.kind === 'poison') return poison
      const only = apply(interpreter, 'reshape', [cut], { shape }, here)
      return x.isProbability && only.kind === 'tensor' ? { ...only, isProbability: true } : only
    }
  })
}
