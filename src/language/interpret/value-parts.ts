import { mergeSources, noSources, type Source, type Sources, type Step, type Value } from './values.ts'

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
      return mergeSources([...value.entries.values()].map(sourcesIn))
    case 'list':
      return mergeSources(value.items.map(sourcesIn))
    default:
      return noSources
  }
}

const longestTrail = 12

/** The same value, its sources one step further from their features. */
export function withStep(value: Value, step: Step): Value {
  switch (value.kind) {
    case 'tensor':
      return { ...value, sources: stepSources(value.sources, step) }
    case 'sequence':
      return {
        ...value,
        values: { ...value.values, sources: stepSources(value.values.sources, step) },
        mask: { ...value.mask, sources: stepSources(value.mask.sources, step) },
      }
    case 'keyed':
      return { ...value, entries: new Map([...value.entries].map(([key, entry]) => [key, withStep(entry, step)])) }
    case 'list':
      return { ...value, items: value.items.map((item) => withStep(item, step)) }
    default:
      return value
  }
}

function stepSources(sources: Sources, step: Step): Sources {
  if (sources.size === 0) return sources
  const stepped = new Map<string, Source>()
  for (const [name, source] of sources) {
    stepped.set(name, source.trail.length < longestTrail ? { ...source, trail: [...source.trail, step] } : source)
  }
  return stepped
}
