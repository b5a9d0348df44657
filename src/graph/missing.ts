import type { ReferenceTensor } from './reference.ts'
import { missingString } from './vocabulary.ts'

/**
 * The one rule of what is missing (docs/language.md, Data): NaN and the infinities, the least int64, "", words that no runtime is sure to
 * read as they are, and the logs' own sentinel.
 * Everything that compares with a sentinel does so by these; emit/onnx/missing.ts writes the same in ONNX.
 */

/** The int64 that stands for a missing id or int at serving. As a double it is exact. */
export const leastInt64 = -(2 ** 63)

/** Words of the least int64. */
export const missingLow = 0
export const missingHigh = 0x80000000

/** A sentinel as it is compared with float32 values: 0.1 is found in data that holds the float32 next to it. */
export const sentinelFloat = Math.fround

/** A sentinel as it is compared with int64 values. One that is no whole number equals none of them. */
export const sentinelInteger = (sentinel: number): bigint | undefined =>
  Number.isInteger(sentinel) && BigInt.asIntN(64, BigInt(sentinel)) === BigInt(sentinel) ? BigInt(sentinel) : undefined

export function isMissingFloat(sentinel: number | undefined): (value: number) => boolean {
  if (sentinel === undefined) return (value) => !Number.isFinite(value)
  const marker = sentinelFloat(sentinel)
  return (value) => !Number.isFinite(value) || value === marker
}

/** Of an int64 by its two unsigned 32-bit words: doubles cannot tell large ones apart. */
export function isMissingWords(sentinel: number | undefined): (low: number, high: number) => boolean {
  const marker = sentinel === undefined ? undefined : sentinelInteger(sentinel)
  const markedLow = marker === undefined ? missingLow : Number(BigInt.asUintN(32, marker))
  const markedHigh = marker === undefined ? missingHigh : Number(BigInt.asUintN(32, marker >> 32n))
  return (low, high) => (low === missingLow && high === missingHigh) || (low === markedLow && high === markedHigh)
}

export function isMissingBigint(sentinel: number | undefined): (value: bigint) => boolean {
  const isMissing = isMissingWords(sentinel)
  return (value) => isMissing(Number(BigInt.asUintN(32, value)), Number(BigInt.asUintN(32, value >> 32n)))
}

const loneSurrogate = /\p{Surrogate}/u

/**
 * A word with NUL in it or half of a surrogate pair: onnxruntime-node cuts the one and replaces the other, so that the graph would look up
 * another word. No op of the opset finds these, so the host sends "" in their place.
 */
export const isUnreadableWord = (word: string): boolean => word.includes('\0') || loneSurrogate.test(word)

export const isMissingWord = (word: string): boolean => word === missingString || isUnreadableWord(word)

/** By position, whether an element of a raw value is missing: of the plain reference, whose doubles stand for 32-bit floats. */
export function missingElements(
  { type, data, strings, integers }: ReferenceTensor,
  sentinel: number | undefined,
): (position: number) => boolean {
  if (strings !== undefined) return (position) => isMissingWord(strings[position]!)
  if (type.dtype === 'int64') {
    const isMissing = isMissingBigint(sentinel)
    return (position) => isMissing(integers?.[position] ?? BigInt(data[position]!))
  }
  const isMissing = isMissingFloat(sentinel)
  return (position) => isMissing(Math.fround(data[position]!))
}

/**
 * An int64 by its words as a double that becomes the right float32. Past 2^53 a double is rounded to odd (Boldo and Melquiond 2008),
 * so that rounding it once more to 32 bits gives what rounding the integer once does.
 */
export function wordsAsDouble(low: number, high: number): number {
  const signed = high | 0
  const isExact = signed >= -(2 ** 21) && signed < 2 ** 21
  const kept = isExact || (low & 0x3ff) === 0 ? low : ((low & ~0x3ff) | 0x400) >>> 0
  return signed * 2 ** 32 + kept
}
