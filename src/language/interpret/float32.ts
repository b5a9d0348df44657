import type { Span } from '../../diagnostics/diagnostic.ts'
import { fitsFloat32 } from '../../graph/float32.ts'
import type { Interpreter } from './interpreter.ts'

/** False, after CTR3029, where a number of the model would be infinite, 0 or no number as the 32-bit float that it becomes. */
export function checkFloat32(interpreter: Interpreter, value: number, span: Span): boolean {
  if (fitsFloat32(value)) return true
  interpreter.report('CTR3029', span, { value, rounded: Math.fround(value) })
  return false
}
