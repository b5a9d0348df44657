import { lanes } from './drawn.ts'
import { eachInOrder, kinds } from './in-order.ts'
import type { Sample } from './sample.ts'

/** A sample's rows as resamples read them for AUC, one behind the other: in the order of `eachInOrder`. */
export interface RankedRows {
  /** 4 * position of the unit + kind. */
  readonly codes: Uint32Array
  /** Undefined where every row has weight 1. */
  readonly weights: Float64Array | undefined
}

export function rankedRows(sample: Sample): RankedRows {
  const { ofRow } = sample.units
  // At most: what is not used behind them takes no memory, as nothing is written there.
  const most = 2 * ofRow.length
  const codes = new Uint32Array(most)
  const weights = sample.weights === undefined ? undefined : new Float64Array(most)
  let used = 0
  eachInOrder(sample, (rank, kind) => {
    codes[used] = 4 * ofRow[rank]! + kind
    if (weights !== undefined) weights[used] = sample.weight(rank)
    used++
  })
  return { codes: codes.subarray(0, used), weights }
}

/** Weight of the (positive, negative) pairs in the right order in each of `lanes` resamples; a tie counts one half. */
export function pairsInOrder({ codes, weights }: RankedRows, counts: Uint32Array): Float64Array {
  return weights === undefined ? ofCounts(codes, counts) : ofWeights(codes, weights, counts)
}

const oddLanes = 0x0f0f0f0f
/** Rows whose counts, of 12 at most and twice that for a negative, fit into a byte together. */
const rowsInByte = 10

/**
 * Adds the counts of neighbours of one class up as bytes of two words, which hold four lanes each, and takes the bytes apart where the
 * class changes. All sums are whole numbers far below 2^53: exact.
 */
function ofCounts(codes: Uint32Array, counts: Uint32Array): Float64Array {
  const negatives = new Float64Array(lanes)
  const right = new Float64Array(lanes)
  let even = 0
  let odd = 0
  let pending = 0
  let areNegatives = true
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!
    const isNegative = code % 4 < kinds.positive
    if (isNegative !== areNegatives || pending === rowsInByte) {
      if (areNegatives) addNegatives(negatives, even, odd)
      else addPairs(right, negatives, even, odd)
      even = 0
      odd = 0
      pending = 0
      areNegatives = isNegative
    }
    const drawn = counts[code >>> 2]!
    const twice = code & 1
    even = (even + ((drawn & oddLanes) << twice)) | 0
    odd = (odd + (((drawn >>> 4) & oddLanes) << twice)) | 0
    pending++
  }
  if (!areNegatives) addPairs(right, negatives, even, odd)
  return right.map((halves) => halves / 2)
}

function addNegatives(negatives: Float64Array, even: number, odd: number): void {
  negatives[0]! += even & 255
  negatives[1]! += odd & 255
  negatives[2]! += (even >>> 8) & 255
  negatives[3]! += (odd >>> 8) & 255
  negatives[4]! += (even >>> 16) & 255
  negatives[5]! += (odd >>> 16) & 255
  negatives[6]! += even >>> 24
  negatives[7]! += odd >>> 24
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

function ofWeights(codes: Uint32Array, weights: Float64Array, counts: Uint32Array): Float64Array {
  const negatives = new Float64Array(lanes)
  const right = new Float64Array(lanes)
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!
    const drawn = counts[code >>> 2]!
    const weight = weights[i]!
    if (code % 4 === kinds.positive) {
      for (let lane = 0; lane < lanes; lane++) right[lane]! += ((drawn >>> (4 * lane)) & 15) * weight * negatives[lane]!
    } else {
      const each = code % 4 === kinds.negative ? weight : weight / 2
      for (let lane = 0; lane < lanes; lane++) negatives[lane]! += ((drawn >>> (4 * lane)) & 15) * each
    }
  }
  return right
}
