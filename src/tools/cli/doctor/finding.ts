import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'

/** One thing looked at: whether it is as ctrc needs it, and in words. */
export interface Finding {
  readonly name: string
  readonly ok: boolean
  readonly says: string
  readonly diagnostic?: Diagnostic
}
