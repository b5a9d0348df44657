import { type Host, HostError } from '../../host/host.ts'
import { library } from '../stdlib/library.ts'
import { maximumCharacters, type Parsed, parse } from '../syntax/parse.ts'

export type Source =
  | { readonly kind: 'read'; readonly parsed: Parsed }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly why: string }

/** A file with more has more characters than are parsed, however they are written: it is not read at all. */
const mostBytes = 4 * maximumCharacters

/** Library files are named `ctr:std/<name>.ctr`. */
export const libraryFolder = 'ctr:std'

const parsedByHost = new WeakMap<Host, Map<string, { readonly text: string; readonly parsed: Parsed }>>()
const parsedLibrary = new Map<string, Parsed>()

/** Reads and parses a file; programs that share a file parse it once, as long as its text stays the same. */
export function readSource(host: Host, path: string): Source {
  if (path.startsWith(`${libraryFolder}/`)) return readLibrary(path)
  const read = readText(host, path, mostBytes)
  if (read.kind !== 'text') return read
  const { text } = read
  const parsedFiles = parsedByHost.get(host) ?? new Map<string, { readonly text: string; readonly parsed: Parsed }>()
  parsedByHost.set(host, parsedFiles)
  const earlier = parsedFiles.get(path)
  if (earlier?.text === text) return { kind: 'read', parsed: earlier.parsed }
  const parsed = parse(path, text)
  parsedFiles.set(path, { text, parsed })
  return { kind: 'read', parsed }
}

/** A file's text, with the host's failure as a value: a file that cannot be read is one error among others. */
export function readText(
  host: Host,
  path: string,
  atMost = mostBytes,
): Exclude<Source, { kind: 'read' }> | { kind: 'text'; text: string } {
  try {
    const text = host.readText(path, atMost)
    return text === undefined ? { kind: 'absent' } : { kind: 'text', text }
  } catch (error) {
    if (!(error instanceof HostError)) throw error
    return { kind: 'unreadable', why: error.message }
  }
}

function readLibrary(path: string): Source {
  const earlier = parsedLibrary.get(path)
  if (earlier !== undefined) return { kind: 'read', parsed: earlier }
  const text = library.get(path.slice(libraryFolder.length + 1).replace(/\.ctr$/, ''))
  if (text === undefined) return { kind: 'absent' }
  const parsed = parse(path, text)
  parsedLibrary.set(path, parsed)
  return { kind: 'read', parsed }
}

/** True for a file that can be an entry: it has a `model`, or is beyond a bound and has the word. */
export const hasModel = ({ file, isUnread }: Parsed): boolean =>
  isUnread ? hasWordModel(file.text) : file.items.some((item) => item.kind === 'model')

export const hasWordModel = (text: string): boolean => /\bmodel\b/.test(text)
