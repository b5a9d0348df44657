import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import { DiagnosticError, newReport, type Report } from '../../src/diagnostics/report.ts'

export interface Reported<Result> {
  /** Undefined where the work was stopped by a diagnostic. */
  readonly result: Result | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** Does work with a report of its own, as a command does, and gives what it made and what it reported. */
export async function reported<Result>(work: (report: Report) => Promise<Result> | Result): Promise<Reported<Result>> {
  const report = newReport()
  try {
    return { result: await work(report), diagnostics: report.found }
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error
    report.add(error.diagnostics)
    return { result: undefined, diagnostics: report.found }
  }
}
