import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Host } from '../../host/host.ts'
import { entriesOf } from '../resolve/entries.ts'
import { folderOf, plainPath } from '../resolve/paths.ts'

/** What a program has and does not need: of one with errors it is not known, since what is unused may be what was meant. */
const advice: ReadonlySet<string> = new Set(['CTR2100', 'CTR2101', 'CTR2102', 'CTR2103', 'CTR2104'])

/** What a program may leave unused without fault, where others import the file too. */
const ofSharedFiles: ReadonlySet<string> = new Set(['CTR2100', 'CTR2101'])

export const withoutAdvice = (found: readonly Diagnostic[]): readonly Diagnostic[] =>
  found.filter(({ code }) => !advice.has(code))

/**
 * A feature or table that one program does not use is there for another one, where its file lies outside the entry's folder or more than one
 * program has it. Who else imports a file is looked for only where there is something to report.
 */
export function withoutShared(host: Host, entry: string, found: readonly Diagnostic[]): readonly Diagnostic[] {
  const own = folderOf(plainPath(entry))
  const known = new Map<string, boolean>([[plainPath(entry), false]])
  const isShared = (file: string): boolean => {
    const isKnown = known.get(file)
    if (isKnown !== undefined) return isKnown
    const shared = !isBelow(file, own) || entriesOf(host, file).entries.length > 1
    known.set(file, shared)
    return shared
  }
  return found.filter(({ code, span }) => !ofSharedFiles.has(code) || span === undefined || !isShared(span.file))
}

function isBelow(file: string, folder: string): boolean {
  if (folder === '.') return !file.startsWith('/') && !file.startsWith('..')
  return file.startsWith(folder === '/' ? folder : `${folder}/`)
}
