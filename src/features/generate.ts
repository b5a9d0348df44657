import { finalize, seedOf } from '../graph/mix.ts'
import { missingInteger, missingString, type Vocabulary } from '../graph/vocabulary.ts'
import type { FeatureDefinition } from './definition.ts'
import type { FeatureValues } from './feature-values.ts'
import { lanesOf, type RawColumn, rawIntegers } from './raw.ts'

/** Values generated for verification: one a seed, equal seeds giving equal values. */

type Generate = FeatureDefinition['generate']

/** A stream of numbers in [0, 1) from a seed. */
export function stream(seed: number): () => number {
  let count = 0
  return () => finalize(finalize(seed) ^ ++count) / 2 ** 32
}

const isMissing = (next: () => number): boolean => next() < 0.1

/** The seed of a text, or one made of it by which a number is there. */
export function seedOfPresent(text: string): number {
  let seed = seedOf(text)
  for (let attempt = 1; isMissing(stream(seed)); attempt++) seed = seedOf(`${text} again ${attempt}`)
  return seed
}

/** Whole numbers below `below`, and missing ones. */
export const generateIntegers =
  (below: number): Generate =>
  ({ missing }, seeds) =>
    rawIntegers(
      BigInt64Array.from(seeds, (seed) => {
        const next = stream(seed)
        if (!isMissing(next)) return BigInt(Math.floor(next() * below))
        return typeof missing === 'number' ? BigInt(missing) : missingInteger
      }),
    )

export const generateIds: Generate = ({ missing }, seeds, vocabulary) =>
  rawIntegers(
    BigInt64Array.from(seeds, (seed) => {
      const next = stream(seed)
      if (typeof missing === 'number' && isMissing(next)) return BigInt(missing)
      return idOf(next, vocabulary)
    }),
  )

export const generateWords: Generate = ({ missing }, seeds, vocabulary) => ({
  kind: 'string',
  values: seeds.map((seed) => {
    const next = stream(seed)
    if (typeof missing === 'string' && isMissing(next)) return missing
    return wordOf(next, vocabulary)
  }),
})

/** `size` numbers a row around `mean`. Of missing rows every other is the sentinel, where there is one. */
export const generateFloats =
  (size: number, mean: number): Generate =>
  ({ missing: sentinel }, seeds) => {
    const values = new Float32Array(seeds.length * size)
    seeds.forEach((seed, row) => {
      const next = stream(seed)
      const missing = isMissing(next)
      const instead = typeof sentinel === 'number' && seed % 2 === 0 ? sentinel : Number.NaN
      for (let i = 0; i < size; i++)
        values[row * size + i] = missing ? instead : (next() + next() + next() - 1.5) * 2 + mean
    })
    return { kind: 'float', size, values }
  }

/** Missing lists, empty ones, full ones, those between, and longer ones, of which the newest elements count. */
export const generateList =
  (element: 'id' | 'string', longest: number): Generate =>
  (_, seeds, vocabulary) => {
    const streams = seeds.map(stream)
    const lengths = Int32Array.from(streams, (next) => {
      const draw = next()
      if (draw < 0.2) return draw < 0.1 ? -1 : 0
      if (draw < 0.4) return draw < 0.3 ? longest : longest + 1 + Math.floor(next() * 3)
      return Math.floor(next() * (longest + 1))
    })
    const starts = new Int32Array(seeds.length)
    let total = 0
    lengths.forEach((length, row) => {
      starts[row] = total
      total += Math.max(0, length)
    })
    const each = <T>(make: (next: () => number) => T): T[] =>
      streams.flatMap((next, row) => Array.from({ length: Math.max(0, lengths[row]!) }, () => make(next)))
    if (element === 'string')
      return { kind: 'list', of: 'string', lengths, starts, values: each((next) => wordOf(next, vocabulary)) }
    const values = BigInt64Array.from(each((next) => idOf(next, vocabulary)))
    return { kind: 'list', of: 'id', lengths, starts, values, lanes: lanesOf(values) }
  }

/** Keys by their numbers; 0 is missing, by the sentinel on every other row where there is one. */
export function integerKeys({ missing }: FeatureValues, numbers: readonly number[]): RawColumn {
  const none = (row: number): bigint =>
    typeof missing === 'number' && row % 2 === 0 ? BigInt(missing) : missingInteger
  return rawIntegers(BigInt64Array.from(numbers, (number, row) => (number === 0 ? none(row) : BigInt(number))))
}

export function wordKeys({ name, missing }: FeatureValues, numbers: readonly number[]): RawColumn {
  const none = (row: number): string => (typeof missing === 'string' && row % 2 === 0 ? missing : missingString)
  return { kind: 'string', values: numbers.map((number, row) => (number === 0 ? none(row) : `${name} ${number}`)) }
}

/** Missing, a word of the vocabulary, a small id, or a large one of either sign. */
function idOf(next: () => number, vocabulary: Vocabulary | undefined): bigint {
  const draw = next()
  if (draw < 0.1) return missingInteger
  if (vocabulary?.of === 'id' && vocabulary.ids.length > 0 && draw < 0.7)
    return vocabulary.ids[Math.floor(next() * vocabulary.ids.length)]!
  if (draw < 0.8) return BigInt(Math.floor(next() * 1000))
  const wide = (BigInt(Math.floor(next() * 2 ** 31)) << 32n) | BigInt(Math.floor(next() * 2 ** 32))
  return draw < 0.9 ? wide : -wide
}

function wordOf(next: () => number, vocabulary: Vocabulary | undefined): string {
  const draw = next()
  if (draw < 0.05) return `cut${'\0'}here`
  if (draw < 0.1) return missingString
  if (vocabulary?.of === 'string' && vocabulary.words.length > 0 && draw < 0.8)
    return vocabulary.words[Math.floor(next() * vocabulary.words.length)]!
  return `unknown ${Math.floor(next() * 10)}`
}
