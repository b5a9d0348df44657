import type { Content } from './content.ts'
import type { OpenFile } from './open-file.ts'
import type { Progress } from './progress.ts'
import type { ScratchFile } from './scratch-file.ts'

/**
 * Everything that touches a disk, a clock or a terminal. The command line uses the disk, tests and a browser page memory.
 * Reads give undefined where there is no such file; other failures throw HostError.
 */
export interface Host {
  /** `atMost`: bytes; more are HostError `too_large`, and none of them are read. */
  readText(path: string, atMost?: number): string | undefined
  readBytes(path: string): Uint8Array | undefined
  /** A file to read in parts, of any size; its reader closes it. */
  openRead(path: string): OpenFile | undefined
  exists(path: string): boolean
  /** Where a path leads, links followed as far as it exists. */
  realPath(path: string): string
  isDirectory(path: string): boolean
  /** Whether both paths lead to one file that exists, by links too. */
  isSame(path: string, other: string): boolean
  /** Names in a folder, sorted. */
  list(path: string): readonly string[]
  /**
   * Whole or not at all, and of any size: temporary file beside it, fsync, rename. Makes parent folders. Within a folder that
   * `writeFolderAtomic` fills, it is the folder that is put in place.
   */
  writeAtomic(path: string, content: Content): void
  /** Fills a temporary folder beside `path` and renames it into place; on failure the old folder stays and nothing is left behind. */
  writeFolderAtomic(path: string, fill: (temporary: string) => Promise<void>): Promise<void>
  /** The same of one file that someone else writes (a database, a runtime): `fill` writes it at the temporary path. */
  writeFileAtomic(path: string, fill: (temporary: string) => Promise<void>): Promise<void>
  /**
   * A place of one's own in the system's temporary folder, for a library that spills to disk. Nothing is made there. `stop` is called where the
   * process is to end: threads of the library that work on would keep it from ending.
   */
  temporaryPlace(name: string, stop?: () => void): TemporaryPlace
  /** An empty file of one's own in the system's temporary folder, gone when it is closed. Errors: HostError. */
  scratchFile(name: string): ScratchFile
  append(path: string, text: string): void
  /** Creates the file with this content if there is none; false where there is one. What a lock is made of. */
  createExclusive(path: string, content: string): boolean
  makeDirectory(path: string): void
  remove(path: string): void
  /** Hard link where the file system can, else a copy. */
  link(from: string, to: string): void
  rename(from: string, to: string): void
  /** Milliseconds; never less than before in one process. */
  now(): number
  /** Bytes that this process may use: the machine's, or a container's limit. */
  memory(): number
  resolve(...parts: readonly string[]): string
  /** Told what the work on this host is doing. */
  readonly progress: Progress
}

export interface TemporaryPlace {
  readonly path: string
  /** Removes what was put there. An interrupted process does so too; after one that was killed, the next that creates a place does. */
  release(): void
}

export type HostFailure =
  | 'no_space'
  | 'read_only'
  | 'denied'
  | 'is_directory'
  /** The bytes are no UTF-8. */
  | 'not_text'
  /** A device, a pipe, a socket: reading it may never end. */
  | 'no_file'
  | 'too_large'
  | 'other'

/** A failure of the environment (exit code 3), or a file that is not what it was read as (`not_text`, exit code 1). */
export class HostError extends Error {
  constructor(
    readonly failure: HostFailure,
    readonly path: string,
    message: string,
    /** Whether the file lies in the system's temporary folder and not where a command was told to write. */
    readonly isTemporary = false,
  ) {
    super(message)
  }
}
