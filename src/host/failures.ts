import { HostError, type HostFailure } from './host.ts'

const failures: Readonly<Record<string, HostFailure>> = {
  ENOSPC: 'no_space',
  EDQUOT: 'no_space',
  EROFS: 'read_only',
  EACCES: 'denied',
  EPERM: 'denied',
  EISDIR: 'is_directory',
}

/** The operating system's code of an error ('ENOSPC'), or undefined where it has none. */
export const systemCodeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/** Runs a file operation and gives its failure the host's words; what is no failure of the system passes through. */
export function attempt<Result>(path: string, operation: () => Result): Result {
  try {
    return operation()
  } catch (error) {
    const code = systemCodeOf(error)
    if (code === undefined || !(error instanceof Error) || error instanceof HostError) throw error
    throw new HostError(failures[code] ?? 'other', path, error.message)
  }
}

/** Text of a file's bytes. Errors: HostError `not_text` where they are no UTF-8. A byte order mark is dropped. */
export function textOf(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new HostError('not_text', path, 'the bytes are no UTF-8')
  }
}
