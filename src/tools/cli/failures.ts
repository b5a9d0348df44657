import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnosticOfHostError } from '../../diagnostics/host-failure.ts'
import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import { HostError } from '../../host/host.ts'

/** How an exception is reported to the user: the diagnostics that it carries, a failure of the disk, or a defect of ctrc. */
export function diagnosticsOfFailure(failure: unknown): readonly Diagnostic[] {
  if (failure instanceof DiagnosticError) return failure.diagnostics
  if (failure instanceof HostError) return [diagnosticOfHostError(failure)]
  const reason = failure instanceof Error ? failure.message : String(failure)
  return [diagnostic('CTR9901', undefined, { reason: reason.split('\n')[0] ?? '' })]
}
