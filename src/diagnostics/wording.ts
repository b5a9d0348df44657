import type { ArtifactFolder } from '../host/artifact-folders.ts'

/** The end of a message about an unknown name; nothing where no known name is near. */
export const didYouMean = (near: string | undefined): string => (near === undefined ? '' : `; did you mean '${near}'?`)

/** `1 row`, `2 rows`. */
export const counted = (count: number, one: string): string => (count === 1 ? `1 ${one}` : `${count} ${one}s`)

/** A remedy in a dataset's query: SQL, and what it does. `check:formats` reads it off a message and applies it. */
export const inQuery = (sql: string, does: string): string => `${sql} in the query ${does}`

/** A remedy that is an option of the function that reads CSV. */
export const inReadCsv = (option: string, does: string): string => `${option} in read_csv ${does}`

/** What else a folder holds, where a run or an exported surface was expected, and what to do with that. */
export function insteadOf(expected: ArtifactFolder['kind'], given: string, found: readonly ArtifactFolder[]): string {
  const folders = found.filter(({ kind }) => kind === expected).map(({ folder }) => `'${folder}'`)
  const others = found.filter(({ kind }) => kind !== expected)
  const more = folders.length > mostNamed ? `, and ${folders.length - mostNamed} more` : ''
  if (folders.length > 0) return `; name one of those in it: ${folders.slice(0, mostNamed).join(', ')}${more}`
  if (others.length === 0) return ''
  const isIt = others.some(({ folder }) => folder === given)
  return expected === 'run'
    ? `; it ${isIt ? 'is' : 'holds'} an export, whose rows are scored by 'ctrc predict'`
    : `; it ${isIt ? 'is' : 'holds'} a run, which 'ctrc export' makes surfaces of`
}

const mostNamed = 4
