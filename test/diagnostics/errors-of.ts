import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import { DiagnosticError } from '../../src/diagnostics/report.ts'

/** The errors by which a step stops; fails where it does not. */
export async function errorsOf(step: Promise<unknown>): Promise<readonly Diagnostic[]> {
  try {
    await step
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics
    throw error
  }
  throw new Error('the step had no error')
}
