import { byKey } from '../../diagnostics/text-order.ts'
import { SurfaceSet } from '../../graph/surfaces.ts'
import { restrict } from './apply.ts'
import type { Interpreter } from './interpreter.ts'
import type { Scope } from './scope.ts'
import type { OpSite, Site } from './site.ts'
import { type Keyed, type KeyKind, poison, type Value } from './values.ts'

/** What a scope sees of a value: rows of its own surfaces, and in a scope of one surface or task that entry alone. */
export function ownPart(interpreter: Interpreter, value: Value, site: OpSite): Value {
  const { surfaces, task } = site.scope.options
  switch (value.kind) {
    case 'tensor':
      return restrict(interpreter, value, surfaces, site)
    case 'sequence': {
      const values = restrict(interpreter, value.values, surfaces, site)
      return values === value.values
        ? value
        : { ...value, values, mask: restrict(interpreter, value.mask, surfaces, site) }
    }
    case 'list':
      return { ...value, items: value.items.map((item) => ownPart(interpreter, item, site)) }
    case 'keyed':
      return ownEntry(interpreter, value, surfaces, task, site)
    default:
      return value
  }
}

function ownEntry(
  interpreter: Interpreter,
  value: Keyed,
  surfaces: SurfaceSet,
  task: string | undefined,
  site: OpSite,
): Value {
  const kept = [...value.entries].flatMap(([key, entry]) => {
    const parts = key.split('.')
    const fits = value.keys.every((kind, i) => {
      const part = parts[i] ?? ''
      return kind === 'surfaces' ? surfaces.has(part) : task === undefined || part === task
    })
    return fits ? [{ parts, entry }] : []
  })
  const left = value.keys.filter((kind) => (kind === 'surfaces' ? surfaces.size !== 1 : task === undefined))
  if (left.length === 0) {
    const only = kept[0]
    return only === undefined ? poison : ownPart(interpreter, only.entry, site)
  }
  const entries = kept.map(({ parts, entry }): readonly [string, Value] => [
    parts.filter((_, i) => left.includes(value.keys[i] ?? 'surfaces')).join('.'),
    entry,
  ])
  return { kind: 'keyed', keys: left, entries: new Map(entries) }
}

/** The scope in which entry `key` of a keyed value is computed: its surface alone, its task. */
export function scopeOfKey(site: Site, keys: readonly KeyKind[], key: string): Scope {
  const parts = key.split('.')
  const surface = parts[keys.indexOf('surfaces')]
  const task = parts[keys.indexOf('tasks')]
  return site.scope.inner({
    ...(surface === undefined ? {} : { surfaces: SurfaceSet.of([surface]) }),
    ...(task === undefined ? {} : { task }),
  })
}

const order: readonly KeyKind[] = ['surfaces', 'tasks']

/** Keys in the one order that values of two kinds of keys have: `[tasks, surfaces]` names the same entries as `[surfaces, tasks]`. */
export const inKeyOrder = (keys: readonly KeyKind[]): readonly KeyKind[] => order.filter((kind) => keys.includes(kind))

/**
 * A value of one entry per key. An entry that has entries of its own, as of an `each` in an `each`, adds their kind of key; one beside it
 * that has none is the same for each of those keys.
 */
export function keyedOf(keys: readonly KeyKind[], entries: ReadonlyMap<string, Value>): Keyed {
  const inner = [...entries.values()].find((entry): entry is Keyed => entry.kind === 'keyed')
  if (inner === undefined) return sorted({ kind: 'keyed', keys, entries })
  const flat = new Map<string, Value>()
  for (const [key, entry] of entries)
    for (const within of inner.entries.keys())
      flat.set(`${key}.${within}`, entry.kind === 'keyed' ? (entry.entries.get(within) ?? poison) : entry)
  return sorted({ kind: 'keyed', keys: [...keys, ...inner.keys], entries: flat })
}

function sorted(value: Keyed): Keyed {
  const keys = inKeyOrder(value.keys)
  if (keys.join() === value.keys.join()) return value
  const places = keys.map((kind) => value.keys.indexOf(kind))
  const entries = [...value.entries].map(([key, entry]): readonly [string, Value] => {
    const parts = key.split('.')
    return [places.map((place) => parts[place] ?? '').join('.'), entry]
  })
  return { kind: 'keyed', keys, entries: new Map(entries.sort(byKey)) }
}
