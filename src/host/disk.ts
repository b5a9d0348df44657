import * as nodeFiles from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { clearAbandoned, temporaryName } from './abandoned.ts'
import { attempt, systemCodeOf, textOf } from './failures.ts'
import { type Host, HostError } from './host.ts'
import { theseProcesses } from './processes.ts'

/** What the disk host asks of the file system; a test gives one that runs full. */
export type FileSystem = Pick<
  typeof nodeFiles,
  | 'closeSync'
  | 'copyFileSync'
  | 'existsSync'
  | 'fsyncSync'
  | 'linkSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readdirSync'
  | 'readFileSync'
  | 'renameSync'
  | 'rmSync'
  | 'statSync'
  | 'writeSync'
>

export interface DiskHost extends Host {
  /** Takes away what is half-written, for a process that ends in the middle of its work. */
  removeTemporaries(): void
}

/** How a temporary place comes to be and goes where it belongs. */
interface Steps {
  readonly prepare: (temporary: string) => void
  readonly fill: (temporary: string) => Promise<void>
  readonly place: (temporary: string) => void
}

/** The host that is this machine. */
export function diskHost(files: FileSystem = nodeFiles): DiskHost {
  let count = 0
  const temporaries = new Set<string>()

  /** A name beside `path` that no other process and no other call uses. */
  const beside = (path: string, suffix: string): string => temporaryName(path, theseProcesses, count++, suffix)

  /** Whoever writes here next clears up behind those who were killed doing so. */
  const temporaryBeside = (path: string, suffix: string): string => {
    clearAbandoned(files, path)
    const temporary = beside(path, suffix)
    temporaries.add(temporary)
    return temporary
  }

  const isDirectory = (path: string): boolean => {
    try {
      return files.statSync(path).isDirectory()
    } catch {
      return false
    }
  }

  const readBytes = (path: string): Uint8Array | undefined =>
    attempt(path, () => {
      try {
        // Not as a Buffer: its `slice` shares memory where an array's copies.
        const { buffer, byteOffset, byteLength } = files.readFileSync(path)
        return new Uint8Array(buffer, byteOffset, byteLength)
      } catch (error) {
        const code = systemCodeOf(error)
        if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
        throw error
      }
    })

  const writeThrough = (path: string, flags: string, bytes: Uint8Array): void => {
    const file = files.openSync(path, flags)
    try {
      for (let written = 0; written < bytes.length; )
        written += files.writeSync(file, bytes, written, bytes.length - written)
      files.fsyncSync(file)
    } finally {
      files.closeSync(file)
    }
  }

  const syncFile = (path: string): void => {
    const file = files.openSync(path, 'r')
    try {
      files.fsyncSync(file)
    } finally {
      files.closeSync(file)
    }
  }

  /** Makes a rename outlive a power cut; file systems that cannot open a folder order renames by themselves. */
  const syncFolder = (path: string): void => {
    try {
      syncFile(path)
    } catch {
      // Nothing is lost but the guarantee against a power cut.
    }
  }

  const syncTree = (folder: string): void => {
    for (const name of files.readdirSync(folder)) {
      const path = join(folder, name)
      if (isDirectory(path)) syncTree(path)
      else syncFolder(path)
    }
    syncFolder(folder)
  }

  const remove = (path: string): void => attempt(path, () => files.rmSync(path, { recursive: true, force: true }))

  /** Clean-up after a failure must not hide the failure. */
  const removeQuietly = (path: string): void => {
    temporaries.delete(path)
    try {
      files.rmSync(path, { recursive: true, force: true })
    } catch {
      // The first failure is the one to tell.
    }
  }

  const bytesOf = (content: Uint8Array | string): Uint8Array =>
    typeof content === 'string' ? Buffer.from(content, 'utf8') : content

  /** Puts a finished folder where another may stand; a failure brings the other back. */
  const replaceFolder = (finished: string, path: string): void => {
    if (!files.existsSync(path)) {
      files.renameSync(finished, path)
      return
    }
    const old = beside(path, 'old')
    files.renameSync(path, old)
    try {
      files.renameSync(finished, path)
    } catch (error) {
      files.renameSync(old, path)
      throw error
    }
    removeQuietly(old)
  }

  /** What `fill` writes to a temporary place is put where it belongs; where a step fails, nothing of it is left. */
  const throughTemporary = async (target: string, suffix: string, { prepare, fill, place }: Steps): Promise<void> => {
    const temporary = temporaryBeside(target, suffix)
    try {
      attempt(target, () => prepare(temporary))
      await fill(temporary)
      attempt(target, () => place(temporary))
      temporaries.delete(temporary)
    } catch (error) {
      removeQuietly(temporary)
      throw error
    }
  }

  return {
    readText: (path) => {
      const bytes = readBytes(path)
      return bytes === undefined ? undefined : textOf(path, bytes)
    },
    readBytes,
    exists: (path) => files.existsSync(path),
    isDirectory,
    list: (path) => attempt(path, () => files.readdirSync(path).sort()),

    writeAtomic(path, content) {
      attempt(path, () => {
        files.mkdirSync(dirname(path), { recursive: true })
        const temporary = temporaryBeside(path, 'tmp')
        try {
          writeThrough(temporary, 'wx', bytesOf(content))
          files.renameSync(temporary, path)
          temporaries.delete(temporary)
        } catch (error) {
          removeQuietly(temporary)
          throw error
        }
        syncFolder(dirname(path))
      })
    },

    async writeFolderAtomic(path, fill) {
      const target = resolve(path)
      await throughTemporary(target, 'new', {
        prepare: (temporary) => files.mkdirSync(temporary, { recursive: true }),
        fill,
        place(temporary) {
          syncTree(temporary)
          replaceFolder(temporary, target)
          syncFolder(dirname(target))
        },
      })
    },

    async writeFileAtomic(path, fill) {
      if (isDirectory(path)) throw new HostError('is_directory', path, 'is a directory')
      await throughTemporary(path, 'tmp', {
        prepare: () => files.mkdirSync(dirname(path), { recursive: true }),
        fill,
        place(temporary) {
          syncFile(temporary)
          files.renameSync(temporary, path)
        },
      })
      syncFolder(dirname(path))
    },

    append(path, text) {
      attempt(path, () => {
        files.mkdirSync(dirname(path), { recursive: true })
        writeThrough(path, 'a', bytesOf(text))
      })
    },

    createExclusive: (path, content) =>
      attempt(path, () => {
        files.mkdirSync(dirname(path), { recursive: true })
        // Written beside and linked, so that no reader ever sees a lock without its content.
        const temporary = temporaryBeside(path, 'tmp')
        try {
          writeThrough(temporary, 'wx', bytesOf(content))
          files.linkSync(temporary, path)
          return true
        } catch (error) {
          if (systemCodeOf(error) === 'EEXIST') return false
          throw error
        } finally {
          removeQuietly(temporary)
        }
      }),

    makeDirectory: (path) => {
      attempt(path, () => files.mkdirSync(path, { recursive: true }))
    },
    remove,

    link(from, to) {
      attempt(to, () => {
        files.mkdirSync(dirname(to), { recursive: true })
        try {
          files.linkSync(from, to)
        } catch (error) {
          const code = systemCodeOf(error)
          if (code === 'EEXIST' || code === 'ENOENT' || code === 'ENOSPC' || code === 'EROFS') throw error
          files.copyFileSync(from, to)
        }
      })
    },

    rename: (from, to) => attempt(to, () => files.renameSync(from, to)),
    now: () => Date.now(),
    resolve: (...parts) => resolve(...parts),
    removeTemporaries: () => [...temporaries].forEach(removeQuietly),
  }
}
