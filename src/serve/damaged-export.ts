import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'

/** A file of an export that is not what was written. */
export const damagedExport = (path: string, reason: string): DiagnosticError =>
  new DiagnosticError([diagnostic('CTR7010', undefined, { path, reason })])
