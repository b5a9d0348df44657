import type * as nodeFiles from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { bytesOf, type Content, piecesOf } from './content.ts'
import { attempt, systemCodeOf } from './failures.ts'
import { HostError } from './host.ts'
import type { OpenFile } from './open-file.ts'
import type { ScratchFile } from './scratch-file.ts'

/** What the disk host calls of the file system; a test gives one that runs full, or that records the order of the calls. */
export type FileSystem = Pick<
  typeof nodeFiles,
  | 'chmodSync'
  | 'closeSync'
  | 'copyFileSync'
  | 'existsSync'
  | 'fstatSync'
  | 'fsyncSync'
  | 'linkSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readdirSync'
  | 'readFileSync'
  | 'readSync'
  | 'realpathSync'
  | 'renameSync'
  | 'rmSync'
  | 'statSync'
  | 'writeSync'
>

/** Node reads no more at once. */
const atOnce = 2 ** 31 - 1

const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(systemCodeOf(error) ?? '')

/** A file to read in parts; undefined where there is none. Errors: HostError. */
export function openFile(files: FileSystem, path: string): OpenFile | undefined {
  return attempt(path, () => {
    const opened = openedFor(files, path)
    if (opened === undefined) return undefined
    const stat = files.fstatSync(opened)
    if (stat.isDirectory()) {
      files.closeSync(opened)
      throw new HostError('is_directory', path, 'is a directory')
    }
    const { size } = stat
    return {
      size,
      read: (position, into) => attempt(path, () => readInto(files, opened, path, position, into)),
      close: () => files.closeSync(opened),
    }
  })
}

function openedFor(files: FileSystem, path: string): number | undefined {
  try {
    // Before it is opened: a pipe without a writer would not open.
    checkRegular(path, files.statSync(path))
    return files.openSync(path, 'r')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function readInto(files: FileSystem, opened: number, path: string, position: number, into: Uint8Array): void {
  for (let read = 0; read < into.length; ) {
    const count = files.readSync(opened, into, read, Math.min(into.length - read, atOnce), position + read)
    if (count === 0) throw new HostError('other', path, `it ended at byte ${position + read}`)
    read += count
  }
}

function checkRegular(path: string, stat: nodeFiles.Stats): void {
  if (!stat.isFile() && !stat.isDirectory())
    throw new HostError('no_file', path, 'it is a device or a pipe, not a file')
}

/**
 * All bytes of a file, of any size that memory holds, or of `atMost` bytes; undefined where there is none. Errors: HostError.
 */
export function readWhole(files: FileSystem, path: string, atMost = Number.POSITIVE_INFINITY): Uint8Array | undefined {
  return attempt(path, () => {
    try {
      const stat = files.statSync(path)
      checkRegular(path, stat)
      if (stat.size > atMost)
        throw new HostError('too_large', path, `it has ${stat.size} bytes, more than the ${atMost} that it may have`)
      if (stat.size > atOnce) return readLarge(files, path)
      // Not as a Buffer: its `slice` shares memory where an array's copies.
      const { buffer, byteOffset, byteLength } = files.readFileSync(path)
      return new Uint8Array(buffer, byteOffset, byteLength)
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  })
}

function readLarge(files: FileSystem, path: string): Uint8Array | undefined {
  const file = openFile(files, path)
  if (file === undefined) return undefined
  try {
    const bytes = new Uint8Array(file.size)
    file.read(0, bytes)
    return bytes
  } finally {
    file.close()
  }
}

/** A path with its links followed; of what does not exist, the part that does. */
export function realPathOf(files: FileSystem, path: string): string {
  const whole = resolve(path)
  try {
    return files.realpathSync(whole)
  } catch {
    const folder = dirname(whole)
    return folder === whole ? whole : join(realPathOf(files, folder), basename(whole))
  }
}

/** Writes a content to a file that is opened with `flags`; `synced` where it must outlive a power cut by itself. */
export function writeContent(files: FileSystem, path: string, flags: string, content: Content, synced: boolean): void {
  const file = files.openSync(path, flags)
  try {
    for (const bytes of bytesOf(content)) writeAll(files, file, bytes)
    if (synced) files.fsyncSync(file)
  } finally {
    files.closeSync(file)
  }
}

function writeAll(files: FileSystem, opened: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; )
    written += files.writeSync(opened, bytes, written, bytes.length - written)
}

/** Gives what is to replace a file the permissions of that file. */
export function keepMode(files: FileSystem, path: string, replacement: string): void {
  try {
    const { mode } = files.statSync(path)
    if (mode !== files.statSync(replacement).mode) files.chmodSync(replacement, mode & 0o7777)
  } catch {
    // There is no such file as yet, or a file system without permissions.
  }
}

/** Creates a file to be written and read by one owner, who takes it away; undefined where there is one of this name. Errors: HostError. */
export function openScratch(files: FileSystem, path: string): ScratchFile | undefined {
  const attempted = <Result>(operation: () => Result): Result => attempt(path, operation, true)
  const opened = attempted(() => createdFor(files, path))
  if (opened === undefined) return undefined
  return {
    append: (bytes) =>
      attempted(() => {
        for (const piece of piecesOf(bytes)) writeAll(files, opened, piece)
      }),
    read: (position, into) => attempted(() => readInto(files, opened, path, position, into)),
    close: () => files.closeSync(opened),
  }
}

function createdFor(files: FileSystem, path: string): number | undefined {
  try {
    return files.openSync(path, 'wx+')
  } catch (error) {
    if (systemCodeOf(error) === 'EEXIST') return undefined
    throw error
  }
}

export function syncFile(files: FileSystem, path: string): void {
  const file = files.openSync(path, 'r')
  try {
    files.fsyncSync(file)
  } finally {
    files.closeSync(file)
  }
}

/** Makes a rename outlive a power cut; file systems that cannot open a folder order renames by themselves. */
export function syncFolder(files: FileSystem, path: string): void {
  try {
    syncFile(files, path)
  } catch {
    // Nothing is lost but the guarantee against a power cut.
  }
}

/**
 * Everything below a folder, files before the folders that hold them; of several links to one file, one. Errors: those of a file
 * that cannot be synced.
 */
export function syncTree(files: FileSystem, folder: string, synced = new Set<number>()): void {
  for (const entry of files.readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) syncTree(files, path, synced)
    else if (entry.isFile()) {
      const { ino } = files.statSync(path)
      if (!synced.has(ino)) syncFile(files, path)
      synced.add(ino)
    }
  }
  syncFolder(files, folder)
}
