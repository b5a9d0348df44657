import type { Chunk } from '../../../src/rows/chunk.ts'

/** What a row's place in an order is made from. */
export interface Key {
  readonly digest: bigint
  readonly hashes: readonly [bigint, bigint]
  readonly text: string
}

const wordsOf = (value: bigint, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => Number((value >> BigInt(32 * i)) & 0xffffffffn))

const never = (): never => {
  throw new Error('keys are made of nothing else')
}

/** A chunk whose columns are two hashes and then a digest, or a text. */
export const chunkOfKeys = (keys: readonly Key[]): Chunk => ({
  rows: keys.length,
  longs: (column) => ({
    values: Uint32Array.from(keys.flatMap(({ hashes }) => wordsOf(hashes[column]!, 2))),
    validity: undefined,
  }),
  digests: () => Uint32Array.from(keys.flatMap(({ digest }) => wordsOf(digest, 4))),
  texts: () => (row) => new TextEncoder().encode(keys[row]!.text),
  floats: never,
  doubles: never,
  bytes: never,
  integers: never,
  strings: never,
  longList: never,
  floatList: never,
  stringList: never,
})
