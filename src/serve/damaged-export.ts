import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'
import { HostError } from '../host/host.ts'

/** A file of an export that is not what was written. */
export const damagedExport = (path: string, reason: string): DiagnosticError =>
  new DiagnosticError([diagnostic('CTR7010', undefined, { path, reason })])

/** What reading gives; a folder in place of a file, or bytes that are no text, are damage. Errors: CTR7010, HostError. */
export function readOfExport<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (error instanceof HostError && error.failure === 'is_directory')
      throw damagedExport(error.path, 'it is a folder')
    if (error instanceof HostError && error.failure === 'not_text') throw damagedExport(error.path, 'it is not UTF-8')
    throw error
  }
}
