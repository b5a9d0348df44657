import { Sources, type Step } from './sources.ts'
import type { Value } from './values.ts'

/** The levels of a value's rows: several where its entries differ; none above all levels. */
export function levelsOf(value: Value): readonly string[] {
  switch (value.kind) {
    case 'tensor':
      return value.rows.kind === 'level' ? [value.rows.level] : []
    case 'sequence':
      return levelsOf(value.values)
    case 'keyed':
      return [...value.entries.values()].flatMap(levelsOf)
    case 'list':
      return value.items.flatMap(levelsOf)
    default:
      return []
  }
}

/** The features that a value is made of, with the paths by which they were reached. */
export function sourcesIn(value: Value): Sources {
  switch (value.kind) {
    case 'tensor':
      return value.sources
    case 'sequence':
      return value.values.sources
    case 'keyed':
      return Sources.merged([...value.entries.values()].map(sourcesIn))
    case 'list':
      return Sources.merged(value.items.map(sourcesIn))
    default:
      return Sources.none
  }
}

/** The same value, its sources one step further from their features. */
export function withStep(value: Value, step: Step): Value {
  switch (value.kind) {
    case 'tensor':
      return { ...value, sources: value.sources.after(step) }
    case 'sequence':
      return {
        ...value,
        values: { ...value.values, sources: value.values.sources.after(step) },
        mask: { ...value.mask, sources: value.mask.sources.after(step) },
      }
    case 'keyed':
      return { ...value, entries: new Map([...value.entries].map(([key, entry]) => [key, withStep(entry, step)])) }
    case 'list':
      return { ...value, items: value.items.map((item) => withStep(item, step)) }
    default:
      return value
  }
}
