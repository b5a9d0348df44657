import type { Related } from '../../diagnostics/diagnostic.ts'
import type { Feature } from '../program.ts'
import { constant, toRows } from './apply.ts'
import { ownPart, scopeOfKey } from './entries.ts'
import type { Interpreter } from './interpreter.ts'
import { reportRecord } from './record-value.ts'
import type { OpSite } from './site.ts'
import { reportUnread } from './unread.ts'
import { describe, isNumber, type Keyed, poison, rawFinding, type Sequence, type Tensor, type Value } from './values.ts'

/**
 * Runs an op that knows only tensors on any values: a number becomes a constant, of a sequence the values are used and
 * the result is a sequence again, a keyed value is computed entry by entry (ops without parameters keep the key).
 */
export function lift(
  interpreter: Interpreter,
  values: readonly Value[],
  site: OpSite,
  run: (tensors: readonly Tensor[]) => Value,
): Value {
  if (values.some((value) => value.kind === 'poison')) return poison
  const keyed = values.filter((value): value is Keyed => value.kind === 'keyed')
  if (keyed.length > 0) return liftKeyed(interpreter, values, keyed, site, run)
  const sequence = commonSequence(interpreter, values, site)
  if (sequence === undefined) return poison
  const tensors: Tensor[] = []
  for (const value of values) {
    const tensor = asTensor(interpreter, value, site)
    if (tensor === undefined) return poison
    tensors.push(tensor)
  }
  const result = run(tensors)
  return sequence !== 'none' && result.kind === 'tensor' && isSequenceLike(result, sequence)
    ? { ...sequence, values: result, mask: toRows(interpreter, sequence.mask, result.rows, site) }
    : result
}

/** The first axis is still the sequence's own. */
const isSequenceLike = (result: Tensor, sequence: Sequence): boolean =>
  result.shape.length === 2 && result.shape[0] === sequence.values.shape[0]

/** Where a feature is declared, beside what is wrong about how it is read. */
export const declaredHere = ({ name, span }: Feature): Related => ({ message: `'${name}' is declared here`, span })

/** One tensor: what a plain value gives; undefined after an error. */
export function asTensor(interpreter: Interpreter, value: Value, site: OpSite): Tensor | undefined {
  switch (value.kind) {
    case 'tensor':
      return value
    case 'sequence':
      return value.values
    case 'raw':
      interpreter.report('CTR2012', value.span, rawFinding(value.feature), {
        related: [declaredHere(value.feature)],
      })
      return undefined
    case 'record':
      reportRecord(interpreter, value)
      return undefined
    case 'keyed':
      reportUnread(interpreter, value, site.scope, site.span)
      return undefined
    case 'poison':
      return undefined
    default: {
      if (isNumber(value)) return constant(interpreter, [value.value], [], site)
      interpreter.report('CTR3004', site.span, {
        what: 'an operand',
        found: describe(value),
        expected: 'a value of the graph',
      })
      return undefined
    }
  }
}

function commonSequence(
  interpreter: Interpreter,
  values: readonly Value[],
  site: OpSite,
): Sequence | 'none' | undefined {
  let first: Sequence | undefined
  for (const value of values) {
    if (value.kind !== 'sequence') continue
    if (first !== undefined && first.origin !== value.origin) {
      const related = [...first.values.sources.all, ...value.values.sources.all].map((source) => ({
        message: `'${source.feature}' comes from here`,
        span: source.declared,
      }))
      interpreter.report('CTR2013', site.span, { left: first.origin, right: value.origin }, { related })
      return undefined
    }
    first ??= value
  }
  return first ?? 'none'
}

function liftKeyed(
  interpreter: Interpreter,
  values: readonly Value[],
  keyed: readonly Keyed[],
  site: OpSite,
  run: (tensors: readonly Tensor[]) => Value,
): Value {
  const first = keyed[0]
  if (first === undefined) return poison
  const other = keyed.find((each) => [...each.entries.keys()].join() !== [...first.entries.keys()].join())
  if (other !== undefined) {
    interpreter.report('CTR2016', site.span, { left: first.keys.join(' and '), right: other.keys.join(' and ') })
    return poison
  }
  return overKeys(first, site, (key, here) => {
    const parts = values.map((value) =>
      value.kind === 'keyed' ? (value.entries.get(key) ?? poison) : ownPart(interpreter, value, here),
    )
    return lift(interpreter, parts, here, run)
  })
}

/** What `run` makes of a value, entry by entry where it has entries. For ops that `lift` would make a sequence of. */
export const perEntry = (value: Value, site: OpSite, run: (value: Value, site: OpSite) => Value): Value =>
  value.kind === 'keyed'
    ? overKeys(value, site, (key, here) => run(value.entries.get(key) ?? poison, here))
    : run(value, site)

/** A value of the same keys; each entry is made in the scope of its key, under its name. */
function overKeys(keyed: Keyed, site: OpSite, entryOf: (key: string, site: OpSite) => Value): Keyed {
  const entries = new Map<string, Value>()
  for (const key of keyed.entries.keys()) {
    const scope = scopeOfKey(site, keyed.keys, key)
    entries.set(key, entryOf(key, { ...site, scope, path: `${site.path}.${key}` }))
  }
  return { ...keyed, entries }
}
