import { lanes, timesDrawn } from './drawn.ts'
import { eachInOrder, type Kind, kinds } from './in-order.ts'
import type { Sample } from './sample.ts'

/** A sample's rows as resamples read them for AUC, one behind the other: in the order of `eachInOrder`, in runs of one kind. */
export interface RankedRows {
  /** By row: the position of its unit. */
  readonly units: Uint32Array
  /** Undefined where every row has weight 1. */
  readonly weights: Float64Array | undefined
  /** 4 * length + kind: the next `length` rows are of this kind. */
  readonly runs: Uint8Array
}

/** The counts of so many rows, of 12 at most, fit into a byte together. */
const longestRun = 21

export function rankedRows(sample: Sample): RankedRows {
  const { ofRow } = sample.units
  // At most: what is not used behind them takes no memory, as nothing is written there.
  const most = 2 * ofRow.length
  const units = new Uint32Array(most)
  const weights = sample.weights === undefined ? undefined : new Float64Array(most)
  const runs = new Uint8Array(most)
  let used = 0
  let ended = 0
  let length = 0
  let of: Kind = kinds.negative
  const endRun = (): void => {
    if (length > 0) runs[ended++] = 4 * length + of
    length = 0
  }
  eachInOrder(sample, (rank, kind) => {
    if (kind !== of || length === longestRun) endRun()
    of = kind
    length++
    units[used] = ofRow[rank]!
    if (weights !== undefined) weights[used] = sample.weight(rank)
    used++
  })
  endRun()
  return { units: units.subarray(0, used), weights, runs: runs.subarray(0, ended) }
}

/** Weight of the (positive, negative) pairs in the right order in each of `lanes` resamples; a tie counts one half. */
export const pairsInOrder = ({ units, weights, runs }: RankedRows, counts: Uint32Array): Float64Array =>
  weights === undefined ? ofCounts(units, runs, counts) : ofWeights(units, weights, runs, counts)

const oddLanes = 0x0f0f0f0f

/**
 * Adds the counts of a run up as the bytes of two words, which hold four lanes each. All sums are whole numbers of halves far below
 * 2^52: exact.
 */
function ofCounts(units: Uint32Array, runs: Uint8Array, counts: Uint32Array): Float64Array {
  const negatives = new Float64Array(lanes)
  const right = new Float64Array(lanes)
  let row = 0
  for (let i = 0; i < runs.length; i++) {
    const run = runs[i]!
    const end = row + (run >>> 2)
    let even = 0
    let odd = 0
    for (; row < end; row++) {
      const drawn = counts[units[row]!]!
      even = (even + (drawn & oddLanes)) | 0
      odd = (odd + ((drawn >>> 4) & oddLanes)) | 0
    }
    if (run % 4 === kinds.positive) addPairs(right, negatives, even, odd)
    else addNegatives(negatives, even, odd, run % 4 === kinds.negative ? 1 : 0.5)
  }
  return right
}

function addNegatives(negatives: Float64Array, even: number, odd: number, each: number): void {
  negatives[0]! += each * (even & 255)
  negatives[1]! += each * (odd & 255)
  negatives[2]! += each * ((even >>> 8) & 255)
  negatives[3]! += each * ((odd >>> 8) & 255)
  negatives[4]! += each * ((even >>> 16) & 255)
  negatives[5]! += each * ((odd >>> 16) & 255)
  negatives[6]! += each * (even >>> 24)
  negatives[7]! += each * (odd >>> 24)
}

function addPairs(right: Float64Array, negatives: Float64Array, even: number, odd: number): void {
  right[0]! += (even & 255) * negatives[0]!
  right[1]! += (odd & 255) * negatives[1]!
  right[2]! += ((even >>> 8) & 255) * negatives[2]!
  right[3]! += ((odd >>> 8) & 255) * negatives[3]!
  right[4]! += ((even >>> 16) & 255) * negatives[4]!
  right[5]! += ((odd >>> 16) & 255) * negatives[5]!
  right[6]! += (even >>> 24) * negatives[6]!
  right[7]! += (odd >>> 24) * negatives[7]!
}

function ofWeights(units: Uint32Array, weights: Float64Array, runs: Uint8Array, counts: Uint32Array): Float64Array {
  const negatives = new Float64Array(lanes)
  const right = new Float64Array(lanes)
  let row = 0
  for (let i = 0; i < runs.length; i++) {
    const run = runs[i]!
    const end = row + (run >>> 2)
    const isPositive = run % 4 === kinds.positive
    const each = run % 4 === kinds.halfNegative ? 0.5 : 1
    for (; row < end; row++) {
      const weight = each * weights[row]!
      const unit = units[row]!
      for (let lane = 0; lane < lanes; lane++) {
        const drawn = timesDrawn(counts, unit, lane) * weight
        if (isPositive) right[lane]! += drawn * negatives[lane]!
        else negatives[lane]! += drawn
      }
    }
  }
  return right
}
