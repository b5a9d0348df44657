export type Severity = 'error' | 'warning' | 'information'

/** One kind of diagnostic: its name, how bad it is, and its message from typed parts. */
export interface DiagnosticEntry<At> {
  /** kebab-case, stable. */
  readonly title: string
  readonly severity: Severity
  readonly message: (at: At) => string
}

/** Keeps each entry's own argument type while checking its form. */
export const entry = <At>(definition: DiagnosticEntry<At>): DiagnosticEntry<At> => definition
