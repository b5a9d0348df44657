import { relative, sep } from 'node:path'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { DiagnosticError } from '../../diagnostics/report.ts'
import type { Sources } from '../../diagnostics/sources.ts'
import { type Host, HostError } from '../../host/host.ts'

/** Files of the standard library have no place on a disk. */
const libraryPrefix = 'ctr:std/'

/**
 * The texts that these diagnostics point into. The library is loaded where one of them does. What the run in `folder` keeps has precedence over what
 * stands there now; `given` has it over both.
 */
export async function sourcesOf(
  diagnostics: readonly Diagnostic[],
  host: Host,
  folder?: string,
  given?: ReadonlyMap<string, string>,
): Promise<Sources> {
  const kept = folder === undefined || diagnostics.length === 0 ? undefined : await keptIn(host, folder)
  const library = diagnostics.some(pointsIntoLibrary)
    ? (await import('../../language/stdlib/library.ts')).library
    : undefined
  return {
    name: (file) => (given?.has(file) ? file : nameOf(file, host)),
    text(file) {
      const text = given?.get(file)
      if (text !== undefined) return text
      if (file.startsWith(libraryPrefix)) return library?.get(file.slice(libraryPrefix.length).replace(/\.ctr$/, ''))
      const own = kept?.get(host.resolve(file))
      if (own !== undefined) return own
      try {
        return host.readText(file)
      } catch {
        return undefined // The diagnostic being printed reports it already.
      }
    },
  }
}

async function keptIn(host: Host, folder: string): Promise<ReadonlyMap<string, string> | undefined> {
  const [{ keptSources }, { runFolder }] = await Promise.all([
    import('../../learn/train/kept-spec.ts'),
    import('../../learn/train/run-folder.ts'),
  ])
  try {
    return keptSources(host, { files: runFolder(host, folder), digests: undefined })
  } catch (error) {
    if (error instanceof DiagnosticError || error instanceof HostError) return undefined // The diagnostic being printed reports it already.
    throw error
  }
}

const pointsIntoLibrary = ({ span, related }: Diagnostic): boolean =>
  [span, ...related.map((each) => each.span)].some((each) => each?.file.startsWith(libraryPrefix))

/** Relative to the working folder for what lies in it, with `/`: the same on every machine. Else as the user wrote it. */
function nameOf(file: string, host: Host): string {
  if (file.startsWith('ctr:')) return file
  const within = relative(host.resolve('.'), host.resolve(file)).split(sep).join('/')
  return within.startsWith('../') ? file : within
}
