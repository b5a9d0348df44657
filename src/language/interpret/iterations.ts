import type { Span } from '../../diagnostics/diagnostic.ts'
import type { ForExpression } from '../syntax/ast.ts'
import { integerOf } from './constants.ts'
import type { Interpreter } from './interpreter.ts'
import type { Scope } from './scope.ts'
import type { Site } from './site.ts'
import { describe, int, poison, type TensorList } from './values.ts'

/** More repetitions than any model has; a typing error would otherwise exhaust memory. */
const mostRepetitions = 4096

export interface Iterations {
  readonly scopes: readonly Scope[]
  /** The features of a group that it goes through. */
  readonly names: readonly string[] | undefined
}

/**
 * One scope for each time a `for` runs, named by its variable: `layer0`, `layer1`; of a group by its features too, `f.campaign`, so that
 * their order names nothing. Undefined after an error.
 */
export function iterations(interpreter: Interpreter, loop: ForExpression, site: Site): Iterations | undefined {
  if (interpreter.isExhausted) return undefined
  const over = itemsOf(interpreter, loop, site)
  if (over === undefined) return undefined
  const { items, names } = over
  const name = loop.variable.name
  const scopes = items.map((value, i) => {
    const scope = site.scope.inner({ path: `${site.path}.${name}${names === undefined ? i : `.${names[i]}`}` })
    scope.bind({ name, value, span: loop.variable.span, mutable: false, exported: false, kind: 'loop' })
    return scope
  })
  return { scopes, names }
}

/** A range may be empty; one that goes backwards is a mistake, which nothing would show: CTR3003. */
export function isInOrder(interpreter: Interpreter, start: number, end: number, span: Span): boolean {
  if (start <= end) return true
  const expected = 'its end is its start or more'
  interpreter.report('CTR3003', span, { operation: 'a range', found: `${start}..${end}`, expected })
  return false
}

type Items = Pick<TensorList, 'items' | 'names'>

function itemsOf(interpreter: Interpreter, { over }: ForExpression, site: Site): Items | undefined {
  if (over.kind === 'range') {
    const start = integerOf(interpreter, over.start, site, 'the start of a range')
    const end = integerOf(interpreter, over.end, site, 'the end of a range')
    if (start === undefined || end === undefined) return interpreter.isAlone ? { items: [poison] } : undefined
    if (!isInOrder(interpreter, start, end, over.span)) return undefined
    if (end - start > mostRepetitions) {
      interpreter.report('CTR3026', over.span, {
        what: 'the number of iterations',
        found: end - start,
        limit: mostRepetitions,
      })
      return undefined
    }
    return { items: Array.from({ length: end - start }, (_, i) => int(start + i)) }
  }
  const list = interpreter.evaluate(over, { ...site, whole: false })
  if (list.kind === 'constants' || list.kind === 'list') return list
  if (list.kind === 'poison') return interpreter.isAlone ? { items: [poison] } : undefined
  interpreter.report('CTR3004', over.span, {
    what: 'the iterable of a for',
    found: describe(list),
    expected: 'a range or a list',
  })
  return undefined
}
