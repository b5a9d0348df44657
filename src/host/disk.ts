import * as nodeFiles from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { threadId } from 'node:worker_threads'
import { clearAbandoned, temporaryName } from './abandoned.ts'
import type { Content } from './content.ts'
import {
  type FileSystem,
  keepMode,
  openFile,
  openScratch,
  readWhole,
  realPathOf,
  syncFile,
  syncFolder,
  syncTree,
  writeContent,
} from './disk-files.ts'
import { attempt, ofTarget, systemCodeOf, textOf } from './failures.ts'
import { type Host, HostError } from './host.ts'
import { machineMemory } from './machine-memory.ts'
import { makeFolders } from './make-folders.ts'
import { theseProcesses } from './processes.ts'
import { noProgress, type Progress } from './progress.ts'
import type { ScratchFile } from './scratch-file.ts'

export interface DiskHost extends Host {
  /** Takes away what is half-written, for a process that ends in the middle of its work. */
  removeTemporaries(): void
}

/** How a temporary place is created and moved to its target. */
interface Steps {
  readonly prepare: (temporary: string) => void
  readonly fill: (temporary: string) => Promise<void>
  readonly place: (temporary: string) => void
}

/** Of temporary places in this process: hosts of other threads, which have its id too, count elsewhere. */
let count = threadId * 2 ** 32

/** The host that is this machine. */
export function diskHost(files: FileSystem = nodeFiles, progress: Progress = noProgress): DiskHost {
  const temporaries = new Set<string>()
  /** Of libraries that work in temporary places. */
  const stops = new Set<() => void>()
  /** Temporary folders that are being filled: they are put in place, or go, as a whole. */
  const filling = new Set<string>()
  const cleared = new Set<string>()

  /** A name beside `path` that no other process and no other call uses. */
  const beside = (path: string, suffix: string): string => temporaryName(path, theseProcesses, count++, suffix)

  /** The first write into a folder removes what killed processes left there. */
  const temporaryBeside = (path: string, suffix: string): string => {
    const folder = dirname(resolve(path))
    if (!cleared.has(folder)) clearAbandoned(files, folder)
    cleared.add(folder)
    const temporary = beside(path, suffix)
    temporaries.add(temporary)
    return temporary
  }

  const isFilled = (path: string): boolean => {
    if (filling.size === 0) return false
    const whole = resolve(path)
    return [...filling].some((folder) => whole.startsWith(`${folder}${sep}`))
  }

  const isDirectory = (path: string): boolean => {
    try {
      return files.statSync(path).isDirectory()
    } catch {
      return false
    }
  }

  /** Does something to a place, whose folder is made where it lacks. */
  const inFolder = (path: string, operation: () => void): void => {
    try {
      operation()
    } catch (error) {
      if (systemCodeOf(error) !== 'ENOENT') throw error
      makeFolders(files, dirname(path))
      operation()
    }
  }

  const remove = (path: string): void => attempt(path, () => files.rmSync(path, { recursive: true, force: true }))

  /** Clean-up after a failure must not hide the failure. */
  const removeQuietly = (path: string): void => {
    temporaries.delete(path)
    try {
      files.rmSync(path, { recursive: true, force: true })
    } catch {
      // The first failure is the one to report.
    }
  }

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
      throw ofTarget(error, temporary, target)
    }
  }

  /** Where all of a folder is put in place at once, its files are written there at once. */
  const writeInFilling = (path: string, content: Content): void => {
    try {
      inFolder(path, () => writeContent(files, path, 'w', content, false))
    } catch (error) {
      removeQuietly(path)
      throw error
    }
  }

  const writeBeside = (path: string, content: Content): void => {
    const temporary = temporaryBeside(path, 'tmp')
    try {
      inFolder(path, () => writeContent(files, temporary, 'wx', content, true))
      keepMode(files, path, temporary)
      files.renameSync(temporary, path)
      temporaries.delete(temporary)
    } catch (error) {
      removeQuietly(temporary)
      throw error
    }
    syncFolder(files, dirname(path))
  }

  /** Another host in this process, or one that was killed and had its number, may have files of the next names. */
  const newScratch = (name: string): { readonly path: string; readonly file: ScratchFile } => {
    while (true) {
      const path = temporaryBeside(join(tmpdir(), name), 'tmp')
      try {
        const file = openScratch(files, path)
        if (file !== undefined) return { path, file }
        temporaries.delete(path)
      } catch (error) {
        removeQuietly(path)
        throw error
      }
    }
  }

  const readBytes = (path: string): Uint8Array | undefined => readWhole(files, path)

  return {
    readText: (path, atMost) => {
      const bytes = readWhole(files, path, atMost)
      return bytes === undefined ? undefined : textOf(path, bytes)
    },
    readBytes,
    openRead: (path) => openFile(files, path),
    exists: (path) => files.existsSync(path),
    realPath: (path) => realPathOf(files, path),
    isDirectory,
    isSame: (path, other) => {
      if (!files.existsSync(path) || !files.existsSync(other)) return false
      const [a, b] = [files.statSync(path), files.statSync(other)]
      return a.dev === b.dev && a.ino === b.ino
    },
    list: (path) => attempt(path, () => files.readdirSync(path).sort()),

    writeAtomic: (path, content) =>
      attempt(path, () => (isFilled(path) ? writeInFilling(path, content) : writeBeside(path, content))),

    async writeFolderAtomic(path, fill) {
      const target = resolve(path)
      await throughTemporary(target, 'new', {
        prepare: (temporary) => makeFolders(files, temporary),
        async fill(temporary) {
          filling.add(temporary)
          try {
            await fill(temporary)
          } finally {
            filling.delete(temporary)
          }
        },
        place(temporary) {
          syncTree(files, temporary)
          replaceFolder(temporary, target)
          syncFolder(files, dirname(target))
        },
      })
    },

    async writeFileAtomic(path, fill) {
      if (isDirectory(path)) throw new HostError('is_directory', path, 'is a directory')
      // In a folder of its own: a library that opens its file when an interruption has taken the folder away can make none.
      const within = (temporary: string): string => join(temporary, basename(path))
      await throughTemporary(path, 'tmp', {
        prepare: (temporary) => makeFolders(files, temporary),
        async fill(temporary) {
          try {
            await fill(within(temporary))
          } catch (error) {
            throw ofTarget(error, within(temporary), path)
          }
        },
        place(temporary) {
          syncFile(files, within(temporary))
          files.renameSync(within(temporary), path)
          removeQuietly(temporary)
        },
      })
      syncFolder(files, dirname(path))
    },

    temporaryPlace(name, stop) {
      const path = temporaryBeside(join(tmpdir(), name), 'tmp')
      if (stop !== undefined) stops.add(stop)
      return {
        path,
        release() {
          if (stop !== undefined) stops.delete(stop)
          removeQuietly(path)
        },
      }
    },

    scratchFile(name) {
      const { path, file } = newScratch(name)
      return {
        ...file,
        close() {
          file.close()
          removeQuietly(path)
        },
      }
    },

    append(path, text) {
      attempt(path, () => {
        inFolder(path, () => writeContent(files, path, 'a', text, true))
      })
    },

    createExclusive: (path, content) =>
      attempt(path, () => {
        makeFolders(files, dirname(path))
        // Written beside and linked, so that no reader ever sees a lock without its content.
        const temporary = temporaryBeside(path, 'tmp')
        try {
          writeContent(files, temporary, 'wx', content, true)
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
      attempt(path, () => makeFolders(files, path))
    },
    remove,

    link(from, to) {
      attempt(to, () => {
        try {
          inFolder(to, () => files.linkSync(from, to))
        } catch (error) {
          const code = systemCodeOf(error)
          if (code === 'EEXIST' || code === 'ENOENT' || code === 'ENOSPC' || code === 'EROFS') throw error
          inFolder(to, () => files.copyFileSync(from, to))
        }
      })
    },

    rename: (from, to) => attempt(to, () => files.renameSync(from, to)),
    // Not the machine's clock, which may be set back while a training runs: it would wait for its next checkpoint until that time comes again.
    now: () => Math.round(performance.timeOrigin + performance.now()),
    memory: machineMemory,
    resolve: (...parts) => resolve(...parts),
    progress,
    removeTemporaries() {
      for (const stop of stops) stop()
      for (const path of [...temporaries]) removeQuietly(path)
    },
  }
}
