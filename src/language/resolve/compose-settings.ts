import type { ConfigEntry, ConfigMap } from '../syntax/ast.ts'
import { keyOf } from './config.ts'

/** What a variant lacks of its base. */
export interface Lost {
  readonly tasks: ReadonlySet<string>
  readonly surfaces: ReadonlySet<string>
}

/**
 * A `train` or `serve` of a variant over its base's, entry by entry: the variant's own instead of the base's of that key. Weights of tasks and surfaces
 * that the variant lacks are left out of inherited maps.
 */
export function composeSettings(base: ConfigMap, own: ConfigMap | undefined, lost: Lost): ConfigMap {
  const given = new Set((own?.entries ?? []).map(keyOf))
  const inherited = base.entries.filter((entry) => !given.has(keyOf(entry))).map((entry) => without(entry, lost))
  return { ...(own ?? base), entries: [...inherited, ...(own?.entries ?? [])] }
}

function without(entry: ConfigEntry, { tasks, surfaces }: Lost): ConfigEntry {
  const key = keyOf(entry)
  const gone = key === 'tasks' ? tasks : key === 'surfaces' ? surfaces : undefined
  const { value } = entry
  if (gone === undefined || value.kind !== 'map') return entry
  return { ...entry, value: { ...value, entries: value.entries.filter((each) => !gone.has(keyOf(each))) } }
}
