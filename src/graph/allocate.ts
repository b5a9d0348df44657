import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'

/** Zeros for a named value. Errors: CTR9008 where this machine holds no array of that size. */
export function zerosFor(name: string, count: number): Float32Array {
  try {
    return new Float32Array(count)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new DiagnosticError([diagnostic('CTR9008', undefined, { name, gigabytes: (4 * count) / 1e9 })])
  }
}
