/** The row where two columns of numbers are farthest apart, and by how much. */
export interface Distance {
  readonly row: number
  /** Relative where the expected value is beyond 1; infinite where one alone is not a number. */
  readonly difference: number
}

/** The first row whose bits differ; not-a-number equals itself. */
export function differentBits(a: Float32Array, b: Float32Array): number | undefined {
  for (let row = 0; row < Math.max(a.length, b.length); row++) if (!Object.is(a[row], b[row])) return row
  return undefined
}

/** Of `rows`, or of all. */
export function farthest(
  found: Float32Array,
  expected: Float32Array,
  rows: Iterable<number> = expected.keys(),
): Distance {
  let worst: Distance = { row: 0, difference: 0 }
  for (const row of rows) {
    const difference = distance(found[row] ?? Number.NaN, expected[row] ?? Number.NaN)
    if (difference > worst.difference) worst = { row, difference }
  }
  return worst
}

function distance(found: number, expected: number): number {
  if (Object.is(found, expected)) return 0
  const difference = Math.abs(found - expected) / Math.max(1, Math.abs(expected))
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference
}
