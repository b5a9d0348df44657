/**
 * The stated hash of ids (docs/language.md, Data): 32-bit mixing in uint32 arithmetic, equal bit for bit here and in standard
 * ONNX ops (Mul, BitShift, BitwiseXor, Mod). The finalizer is MurmurHash3's fmix32 (Appleby, public domain).
 */
export function finalize(h: number): number {
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  h ^= h >>> 16
  return h >>> 0
}

/** Mixes a 64-bit id, given as its two uint32 lanes: fmix(fmix(lo xor seed) xor hi). */
export const mixId = (low: number, high: number, seed: number): number => finalize(finalize((low ^ seed) >>> 0) ^ high)

/** FNV-1a over UTF-16 units: seeds come from names, never from order. */
export function seedOf(name: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < name.length; i++) {
    h ^= name.charCodeAt(i)
    h = Math.imul(h, 0x01000193)
  }
  return h >>> 0
}
