import type { Severity } from './entry.ts'
import type { FixKind } from './fix-kinds.ts'
import type { DiagnosticCode } from './registry.ts'

export type { Severity }

/** Offsets into a file's text, UTF-16 units; `end` is exclusive. */
export interface Span {
  readonly file: string
  readonly start: number
  readonly end: number
}

export interface Related {
  readonly message: string
  readonly span: Span
}

export interface TextEdit {
  readonly span: Span
  readonly text: string
}

/** A change that would fix the error; all its edits belong together. */
export interface Fix {
  readonly kind: FixKind
  readonly title: string
  readonly edits: readonly TextEdit[]
}

export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: Severity
  readonly message: string
  /** Absent where no line of the user's is at fault (a full disk). */
  readonly span: Span | undefined
  readonly related: readonly Related[]
  readonly fixes: readonly Fix[]
}
