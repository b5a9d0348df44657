import type { HostError } from '../host/host.ts'
import type { Diagnostic } from './diagnostic.ts'
import { diagnostic } from './report.ts'

/** What a failure of the disk is to a user. */
export function diagnosticOfHostError(error: HostError): Diagnostic {
  const { path, isTemporary } = error
  switch (error.failure) {
    case 'no_space':
      return diagnostic('CTR9001', undefined, { path, isTemporary })
    case 'read_only':
      return diagnostic('CTR9002', undefined, { path, isTemporary })
    case 'denied':
      return diagnostic('CTR9003', undefined, { path, isTemporary })
    case 'is_directory':
      return diagnostic('CTR9004', undefined, { path })
    case 'not_text':
      return diagnostic('CTR9101', undefined, { path })
    case 'no_file':
    case 'too_large':
      return diagnostic('CTR9102', undefined, { path, reason: error.message })
    case 'other':
      return diagnostic('CTR9005', undefined, { path, reason: error.message, isTemporary })
  }
}
