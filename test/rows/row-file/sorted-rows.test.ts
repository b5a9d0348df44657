import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryHost } from '../../../src/host/memory.ts'
import { RowKeys } from '../../../src/rows/row-file/row-keys.ts'
import { sortedRows } from '../../../src/rows/row-file/sorted-rows.ts'
import { chunkOfKeys, type Key } from './key-chunk.ts'

function keptKeys(chunks: readonly (readonly Key[])[], stable: boolean): RowKeys {
  const keys = new RowKeys(memoryHost().scratchFile('keys'), 2, stable)
  for (const chunk of chunks) keys.append(chunkOfKeys(chunk), 0)
  return keys
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

/** Rows by digest, then by each hash. */
const sorted = (keys: readonly Key[], digestOf: (key: Key) => bigint): readonly number[] =>
  keys
    .map((key, row) => ({ ...key, digest: digestOf(key), row }))
    .sort(
      (a, b) =>
        compare(a.digest, b.digest) ||
        compare(a.hashes[0], b.hashes[0]) ||
        compare(a.hashes[1], b.hashes[1]) ||
        a.row - b.row,
    )
    .map(({ row }) => row)

// Each word of few values, so that keys tie in any of their words.
const word: fc.Arbitrary<bigint> = fc.constantFrom(0n, 1n, 0x7fffffffn, 0x80000000n, 0xffffffffn)
const number = (words: number) =>
  fc
    .tuple(...Array.from({ length: words }, () => word))
    .map((all) => all.reduce((value, each) => (value << 32n) | each, 0n))
const key = fc.record({
  digest: number(4),
  hashes: fc.tuple(number(2), number(2)),
  text: fc.constantFrom('', '|1', '|2', '|größer'),
})
const chunks = fc.array(fc.array(key, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 6 })

test('the stable order is that of the digests and hashes as numbers', () => {
  fc.assert(
    fc.property(chunks, (all) => {
      expect([...sortedRows(keptKeys(all, true), 'stable')]).toEqual(sorted(all.flat(), ({ digest }) => digest))
    }),
  )
})

const md5 = ({ text }: Key): bigint =>
  BigInt(`0x${createHash('md5').update(`5/12${text}`).digest().reverse().toString('hex')}`)

test("an epoch's order is that of the MD5 of seed, epoch and text, its last byte the highest, then of the hashes", () => {
  fc.assert(
    fc.property(chunks, (all) => {
      expect([...sortedRows(keptKeys(all, false), { seed: 5, epoch: 12 })]).toEqual(sorted(all.flat(), md5))
    }),
  )
})

test.each([true, false])(
  'a chunk of more words than there is room for at first is sorted as any: stable %s',
  (stable) => {
    const keys = Array.from({ length: 12_000 }, (_, i): Key => {
      const scrambled = BigInt((i * 7919) % 12_000)
      // One is longer than all that there is room for.
      const text = i === 7000 ? 'x'.repeat(600_000) : `|${i % 3000} and words behind it`
      return { digest: (scrambled % 3000n) << 96n, hashes: [scrambled, 0n], text }
    })
    const order = stable ? 'stable' : { seed: 5, epoch: 12 }
    const digestOf = stable ? ({ digest }: Key) => digest : md5
    expect([...sortedRows(keptKeys([keys], stable), order)]).toEqual(sorted(keys, digestOf))
  },
)

test('of chunks in which no rows tie, keys are read once', () => {
  const chunk = (...digests: readonly bigint[]) =>
    digests.map((digest): Key => ({ digest: digest << 96n, hashes: [0n, 0n], text: '' }))
  const inner = memoryHost().scratchFile('keys')
  const reads: number[] = []
  const keys = new RowKeys(
    {
      ...inner,
      read(position, into) {
        reads.push(position)
        inner.read(position, into)
      },
    },
    2,
    true,
  )
  // An entry is 32 bytes. Rows 2 and 5 tie, of the second and the fourth chunk.
  for (const each of [chunk(9n, 1n), chunk(4n), chunk(3n, 8n), chunk(4n), chunk(2n)]) keys.append(chunkOfKeys(each), 0)
  expect([...sortedRows(keys, 'stable')]).toEqual([1, 6, 3, 2, 5, 4, 0])
  expect(reads).toEqual([0, 64, 96, 160, 192, 64, 160])
})

test('no rows have an order', () => {
  expect([...sortedRows(keptKeys([], false), 'stable')]).toEqual([])
})
