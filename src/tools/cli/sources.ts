import { relative, sep } from 'node:path'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Sources } from '../../diagnostics/sources.ts'
import type { Host } from '../../host/host.ts'

/** Files of the standard library have no place on a disk. */
const libraryPrefix = 'ctr:std/'

/** The texts that these diagnostics point into. The library is loaded where one of them does. */
export async function sourcesOf(diagnostics: readonly Diagnostic[], host: Host): Promise<Sources> {
  const library = diagnostics.some(pointsIntoLibrary)
    ? (await import('../../language/stdlib/library.ts')).library
    : undefined
  return {
    name: (file) => nameOf(file, host),
    text(file) {
      if (file.startsWith(libraryPrefix)) return library?.get(file.slice(libraryPrefix.length).replace(/\.ctr$/, ''))
      try {
        return host.readText(file)
      } catch {
        return undefined // The diagnostic at hand says so already.
      }
    },
  }
}

const pointsIntoLibrary = ({ span, related }: Diagnostic): boolean =>
  [span, ...related.map((each) => each.span)].some((each) => each?.file.startsWith(libraryPrefix))

/** Relative to the working folder for what lies in it, with `/`: the same on every machine. Else as the user said it. */
function nameOf(file: string, host: Host): string {
  if (file.startsWith('ctr:')) return file
  const within = relative(host.resolve('.'), host.resolve(file)).split(sep).join('/')
  return within.startsWith('../') ? file : within
}
