import { HostError, type HostFailure } from './host.ts'

const failures: Readonly<Record<string, HostFailure>> = {
  ENOSPC: 'no_space',
  EDQUOT: 'no_space',
  EROFS: 'read_only',
  EACCES: 'denied',
  EPERM: 'denied',
  EISDIR: 'is_directory',
}

/** What the other codes mean, in words: a system's own message names a call and not what the user can change. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such place, and none can be made there',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EEXIST: 'something of this name is there already',
  ENAMETOOLONG: 'its name is too long for the file system',
  ELOOP: 'its symbolic links lead in a circle',
  EMFILE: 'this process has too many files open',
  ENFILE: 'the system has too many files open',
  EFBIG: 'it is too large for the file system',
  EIO: 'the disk fails to read or write it',
  EBUSY: 'it is in use',
  EINVAL: 'the file system does not support it',
}

/** The operating system's code of an error ('ENOSPC'), or undefined where it has none. */
export const systemCodeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/** Runs a file operation and gives its failure the host's words; what is no failure of the system passes through. */
export function attempt<Result>(path: string, operation: () => Result, isTemporary = false): Result {
  try {
    return operation()
  } catch (error) {
    const code = systemCodeOf(error)
    if (code === undefined || !(error instanceof Error) || error instanceof HostError) throw error
    const reason = reasons[code]
    const message = reason === undefined ? error.message : `${reason} (${code})`
    throw new HostError(failures[code] ?? 'other', path, message, isTemporary)
  }
}

/** A failure at a temporary place, by the place that it stands for: the other is gone, and no one has named it. */
export function ofTarget(error: unknown, temporary: string, target: string): unknown {
  if (!(error instanceof HostError) || !error.path.startsWith(temporary)) return error
  const path = `${target}${error.path.slice(temporary.length)}`
  return new HostError(error.failure, path, error.message.replaceAll(temporary, target))
}

/** Text of a file's bytes. Errors: HostError `not_text` where they are no UTF-8. A byte order mark is dropped. */
export function textOf(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new HostError('not_text', path, 'the bytes are no UTF-8')
  }
}
