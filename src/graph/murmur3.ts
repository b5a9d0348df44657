import { finalize } from './mix.ts'

const c1 = 0xcc9e2d51
const c2 = 0x1b873593

const rotated = (h: number, bits: number): number => (h << bits) | (h >>> (32 - bits))
const scrambled = (k: number): number => Math.imul(rotated(Math.imul(k, c1), 15), c2)

/** MurmurHash3_x86_32 (Appleby, public domain): four bytes at a time, little endian, a rest of less, the length, the finalizer. */
export function murmur3(bytes: Uint8Array, seed: number): number {
  const whole = bytes.length & ~3
  let h = seed | 0
  for (let i = 0; i < whole; i += 4) {
    const k = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)
    h = (Math.imul(rotated(h ^ scrambled(k), 13), 5) + 0xe6546b64) | 0
  }
  let rest = 0
  for (let i = bytes.length - 1; i >= whole; i--) rest = (rest << 8) | bytes[i]!
  if (whole < bytes.length) h ^= scrambled(rest)
  return finalize(h ^ bytes.length)
}

const utf8 = new TextEncoder()

/** The stated hash of words: MurmurHash3 of their UTF-8 bytes, as ONNX Runtime's own op computes it at serving. */
export const hashWord = (word: string, seed: number): number => murmur3(utf8.encode(word), seed)
