import { finalize } from '../../graph/mix.ts'

/** Seeded uint32s: a Weyl sequence through fmix32 (SplitMix's construction in 32 bits). Period 2^32; equal on every machine. */
export function uint32s(seed: number): () => number {
  let state = finalize(seed ^ 0x5bf03635)
  return () => {
    state = (state + 0x9e3779b9) | 0
    return finalize(state)
  }
}
