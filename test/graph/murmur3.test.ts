import { expect, test } from 'vitest'
import { hashWord, murmur3 } from '../../src/graph/murmur3.ts'

// Published with the algorithm's descriptions, such as Wikipedia's page on MurmurHash.
test.each([
  ['', 0, 0],
  ['', 1, 0x514e28b7],
  ['', 0xffffffff, 0x81f16f39],
  ['test', 0, 0xba6bd213],
  ['test', 0x9747b28c, 0x704b81dc],
  ['Hello, world!', 0, 0xc0363e43],
  ['Hello, world!', 0x9747b28c, 0x24884cba],
  ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
  ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
])('of %j with seed %i', (word, seed, hash) => {
  expect(hashWord(word, seed)).toBe(hash)
})

test('meets the verification value of SMHasher, its author tests', () => {
  // Keys 0, 0 1, 0 1 2, ... of 0 to 255 bytes with seed 256 - length; then a hash of all the hashes.
  const hashes = Uint32Array.from({ length: 256 }, (_, length) =>
    murmur3(
      Uint8Array.from({ length }, (_, i) => i),
      256 - length,
    ),
  )
  expect(murmur3(new Uint8Array(hashes.buffer), 0)).toBe(0xb0f57ee3)
})
