import { changedDeclarations } from './digest.ts'

/** Longer values are not shown, only that they differ. */
const longest = 40
const mostShown = 3

/**
 * What differs between two versions of a model, by declaration, with the settings that have changed: `train m (batch: 128, now 256)`.
 * In order of name. Of code it reports that it changed.
 */
export function changesBetween(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map(
    changedDeclarations(before, after).map((name) => [name, describe(name, before.get(name), after.get(name))]),
  )
}

function describe(name: string, before: string | undefined, after: string | undefined): string {
  if (before === undefined) return `${name} (new)`
  if (after === undefined) return `${name} (gone)`
  const settings = differences(parsed(before), parsed(after), [])
  if (settings.length === 0 || settings.length > mostShown) return name
  return `${name} (${settings.join(', ')})`
}

/** Settings reached by names alone; code is lists of statements, and too long. */
function differences(before: unknown, after: unknown, path: readonly string[]): readonly string[] {
  if (isTree(before) && isTree(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    const [from, to] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
    return names.flatMap((name) => differences(from.get(name), to.get(name), [...path, name]))
  }
  const [was, is] = [show(before), show(after)]
  if (was === is || path.length === 0 || was.length > longest || is.length > longest) return []
  return [`${path.join('.')}: ${was}, now ${is}`]
}

const show = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value))

const isTree = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
