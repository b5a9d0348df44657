import { RandomStream } from '../graph/random.ts'

/** Resamples that are drawn and measured at once: a row is read once for all of them. */
export const lanes = 8

/** `lanes` resamples of one sample. */
export interface Drawn {
  /** How often each unit was drawn: unit u in resample k at lanes * u + k. */
  readonly counts: Uint8Array
  /** Of each resample: the sum of weights, and that of positives' weights. */
  readonly weight: Float64Array
  readonly positives: Float64Array
}

/**
 * How often each of `units` is drawn in the resamples from `first` on: independent Poisson counts of mean 1, number u of resample r
 * being the seed's, r's and u's alone. So every slice of the rows and every task sees the same resamples, and no draw waits for
 * another.
 * The Poisson bootstrap: Chamandy, Muralidharan, Najmi and Naidu 2012, "Estimating Uncertainty for Massive Data Streams".
 */
export function drawCounts(seed: number, first: number, counts: Uint8Array): void {
  const stream = RandomStream.of(seed, 'bootstrap')
  const units = counts.length / lanes
  for (let lane = 0; lane < lanes; lane++) {
    const draws = stream.at(first + lane)
    for (let unit = 0; unit < units; unit++) counts[lanes * unit + lane] = poisson(draws.bits(unit))
  }
}

/** P(count <= k) * 2^32, for k = 0, 1, ...: up to where a 32-bit number is never above it. */
const bounds = poissonBounds()

function poissonBounds(): readonly number[] {
  const found: number[] = []
  let probability = Math.exp(-1)
  let below = 0
  for (let k = 0; below * 2 ** 32 < 2 ** 32 - 1; k++) {
    below += probability
    found.push(below * 2 ** 32)
    probability /= k + 1
  }
  return found
}

/** The count by the number's upper 16 bits, or `undecided` where the lower bits are needed. */
const undecided = 255
const byUpperBits = Uint8Array.from({ length: 2 ** 16 }, (_, upper) => {
  const count = countOf(upper * 2 ** 16)
  return count === countOf(upper * 2 ** 16 + 2 ** 16 - 1) ? count : undecided
})

/** By inversion, of 32 uniform bits. */
function poisson(bits: number): number {
  const count = byUpperBits[bits >>> 16]!
  return count === undecided ? countOf(bits) : count
}

function countOf(bits: number): number {
  let count = 0
  while (count < bounds.length && bits >= bounds[count]!) count++
  return count
}
