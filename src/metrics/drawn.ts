import { RandomStream } from '../graph/random.ts'
import type { UnitSums } from './unit-sums.ts'

/** Resamples that are drawn and measured at once: a row is read once for all of them. */
export const lanes = 8

/** `lanes` resamples of one sample. */
export interface Drawn {
  /** By position in the sample's units a word, how often the unit was drawn: in resample k by bits 4k to 4k + 3. */
  readonly counts: Uint32Array
  /** Of each resample: the sums over all units. */
  readonly sums: UnitSums
}

/**
 * How often each of `units` is drawn in the resamples from `first` on: independent Poisson counts of mean 1, number u of resample r
 * being the seed's, r's and u's alone. So every slice of the rows and every task sees the same resamples, and no draw waits for
 * another.
 * The Poisson bootstrap: Chamandy, Muralidharan, Najmi and Naidu 2012, "Estimating Uncertainty for Massive Data Streams".
 */
export function drawCounts(seed: number, first: number, counts: Uint32Array): void {
  const stream = RandomStream.of(seed, 'bootstrap')
  counts.fill(0)
  for (let lane = 0; lane < lanes; lane++) {
    const draws = stream.at(first + lane)
    for (let unit = 0; unit < counts.length; unit++) counts[unit]! |= poisson(draws.bits(unit)) << (4 * lane)
  }
}

export const timesDrawn = (counts: Uint32Array, unit: number, lane: number): number =>
  (counts[unit]! >>> (4 * lane)) & 15

/** Drawn counts that are kept take this many bytes at most: 200 resamples of 1.3 million units. */
const mostKept = 2 ** 27

/** Counts of `units` in all resamples, `lanes` at once: drawn once where they are few enough to keep, and else at each reading. */
export class Draws {
  private readonly kept: Uint32Array[] = []
  private readonly only: Uint32Array | undefined
  constructor(
    private readonly seed: number,
    private readonly units: number,
    resamples: number,
  ) {
    if (4 * units * Math.ceil(resamples / lanes) > mostKept) this.only = new Uint32Array(units)
  }

  /** Of resample `first` and those behind it. Holds until the next call. */
  from(first: number): Uint32Array {
    const counts = this.only ?? this.kept[first / lanes]
    if (counts !== undefined && counts !== this.only) return counts
    const drawn = counts ?? new Uint32Array(this.units)
    drawCounts(this.seed, first, drawn)
    if (this.only === undefined) this.kept[first / lanes] = drawn
    return drawn
  }
}

/** P(count <= k) * 2^32, for k = 0, 1, ... 12: there, a 32-bit number is never above it. So a count fits into four bits. */
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
