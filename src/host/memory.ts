import { bytesOf, type Content } from './content.ts'
import { textOf } from './failures.ts'
import { type Host, HostError } from './host.ts'
import { memoryScratch } from './memory-scratch.ts'
import type { OpenFile } from './open-file.ts'
import { noProgress } from './progress.ts'

/**
 * A host that is a map: for tests, and for a page in a browser. Paths are absolute with `/`; `files` fills it at the start.
 * Its clock stands still unless one is given, so that what is written depends on nothing outside.
 */
export function memoryHost(
  files: Readonly<Record<string, Uint8Array | string>> = {},
  clock: () => number = () => 0,
): Host {
  const contents = new Map<string, Uint8Array>()
  const folders = new Set<string>(['/'])
  let temporaries = 0

  const makeDirectory = (path: string): void => {
    if (contents.has(path)) throw new HostError('other', path, 'there is a file of this name')
    if (folders.has(path)) return
    makeDirectory(folderOf(path))
    folders.add(path)
  }

  const write = (path: string, content: Content): void => {
    if (folders.has(path)) throw new HostError('is_directory', path, 'is a directory')
    makeDirectory(folderOf(path))
    contents.set(path, wholeOf(content))
  }

  const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`)

  const remove = (path: string): void => {
    for (const each of [...contents.keys()]) if (isWithin(each, path)) contents.delete(each)
    for (const each of [...folders]) if (isWithin(each, path)) folders.delete(each)
  }

  const rename = (from: string, to: string): void => {
    if (!contents.has(from) && !folders.has(from)) throw new HostError('other', from, 'there is no such file')
    makeDirectory(folderOf(to))
    for (const [path, bytes] of [...contents])
      if (isWithin(path, from)) {
        contents.delete(path)
        contents.set(to + path.slice(from.length), bytes)
      }
    for (const path of [...folders])
      if (isWithin(path, from)) {
        folders.delete(path)
        folders.add(to + path.slice(from.length))
      }
  }

  for (const [path, content] of Object.entries(files)) write(resolvePath(path), content)

  const host: Host = {
    readBytes: (path) => {
      const key = resolvePath(path)
      if (folders.has(key)) throw new HostError('is_directory', path, 'is a directory')
      return contents.get(key)
    },
    readText: (path, atMost = Number.POSITIVE_INFINITY) => {
      const bytes = host.readBytes(path)
      if (bytes !== undefined && bytes.length > atMost)
        throw new HostError('too_large', path, `it has ${bytes.length} bytes, more than the ${atMost} that it may have`)
      return bytes === undefined ? undefined : textOf(path, bytes)
    },
    openRead: (path) => {
      const bytes = host.readBytes(path)
      return bytes === undefined ? undefined : openBytes(path, bytes)
    },
    exists: (path) => contents.has(resolvePath(path)) || folders.has(resolvePath(path)),
    realPath: resolvePath,
    isDirectory: (path) => folders.has(resolvePath(path)),
    isSame: (path, other) => host.exists(path) && resolvePath(path) === resolvePath(other),
    list: (path) => {
      const folder = resolvePath(path)
      if (!folders.has(folder)) throw new HostError('other', path, 'there is no such folder')
      const names = [...contents.keys(), ...folders].filter((each) => each !== '/' && folderOf(each) === folder)
      return names.map((each) => each.slice(each.lastIndexOf('/') + 1)).sort()
    },
    writeAtomic: (path, content) => write(resolvePath(path), content),
    async writeFolderAtomic(path, fill) {
      const target = resolvePath(path)
      const temporary = `${target}.${temporaries++}.new`
      makeDirectory(temporary)
      try {
        await fill(temporary)
      } catch (error) {
        remove(temporary)
        throw error
      }
      remove(target)
      rename(temporary, target)
    },
    async writeFileAtomic(path, fill) {
      const target = resolvePath(path)
      if (folders.has(target)) throw new HostError('is_directory', path, 'is a directory')
      const temporary = `${target}.${temporaries++}.tmp`
      try {
        await fill(temporary)
        makeDirectory(folderOf(target))
        rename(temporary, target)
      } finally {
        remove(temporary)
      }
    },
    temporaryPlace(name) {
      const path = `/tmp/${name}.${temporaries++}.tmp`
      return { path, release: () => remove(path) }
    },
    scratchFile: (name) => memoryScratch(`/tmp/${name}.${temporaries++}.tmp`),
    append: (path, text) => write(resolvePath(path), (host.readText(path) ?? '') + text),
    createExclusive: (path, content) => {
      if (host.exists(path)) return false
      write(resolvePath(path), content)
      return true
    },
    makeDirectory: (path) => makeDirectory(resolvePath(path)),
    remove: (path) => remove(resolvePath(path)),
    link: (from, to) => {
      const bytes = contents.get(resolvePath(from))
      if (bytes === undefined) throw new HostError('other', from, 'there is no such file')
      if (host.exists(to)) throw new HostError('other', to, 'there is a file of this name')
      write(resolvePath(to), bytes)
    },
    rename: (from, to) => {
      const target = resolvePath(to)
      remove(target)
      rename(resolvePath(from), target)
    },
    now: clock,
    memory: () => Number.POSITIVE_INFINITY,
    resolve: resolvePath,
    progress: noProgress,
  }
  return host
}

/** One array of its own. */
function wholeOf(content: Content): Uint8Array {
  const pieces = Array.from(bytesOf(content), (piece) => piece.slice())
  const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0))
  let position = 0
  for (const piece of pieces) {
    whole.set(piece, position)
    position += piece.length
  }
  return whole
}

const openBytes = (path: string, bytes: Uint8Array): OpenFile => ({
  size: bytes.length,
  read(position, into) {
    if (position + into.length > bytes.length) throw new HostError('other', path, `it ended at byte ${bytes.length}`)
    into.set(bytes.subarray(position, position + into.length))
  },
  close: () => undefined,
})

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/'

/** Joins like a shell whose working folder is `/`: a later absolute part starts anew, `.` and `..` are walked. */
function resolvePath(...parts: readonly string[]): string {
  const names: string[] = []
  for (const part of parts) {
    if (part.startsWith('/')) names.length = 0
    for (const name of part.split('/')) {
      if (name === '..') names.pop()
      else if (name !== '' && name !== '.') names.push(name)
    }
  }
  return `/${names.join('/')}`
}
