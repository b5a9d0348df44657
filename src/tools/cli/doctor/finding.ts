import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'

/** One thing that was examined: whether ctrc can use it, and its version or what is missing. */
export interface Finding {
  readonly name: string
  readonly ok: boolean
  readonly detail: string
  readonly diagnostic?: Diagnostic
}
