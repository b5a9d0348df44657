import { finalize, mixId, seedOf } from './mix.ts'

/**
 * Random numbers by position: number i of a stream depends on the stream's key and i alone, so that they can be drawn in any order,
 * on any engine, and again on resume. A stream's key is 64 bits, mixed from a seed and a name; number i is
 * fmix32(fmix32(i xor low) xor high) (mix.ts), the top-level form of a hash of (i, key).
 */
export class RandomStream {
  private constructor(
    private readonly low: number,
    private readonly high: number,
  ) {}
  static of(seed: number, name: string): RandomStream {
    const named = seedOf(name)
    return new RandomStream(finalize((named ^ finalize(seed)) >>> 0), finalize((named + 0x9e3779b9 + seed) >>> 0))
  }
  /** A stream of its own for each number: a row of a table, a step, a group. */
  at(i: number): RandomStream {
    return new RandomStream(mixId(i, this.high, this.low), mixId(i, this.low, this.high ^ 0x9e3779b9))
  }
  /** Uniform in 0 .. 2^32 - 1. */
  bits(i: number): number {
    return mixId(i, this.high, this.low)
  }
  /** Uniform in (0, 1), never an end. */
  uniform(i: number): number {
    return (this.bits(i) + 0.5) / 2 ** 32
  }
  /** Standard normal, by Box and Muller 1958 from uniform numbers 2i and 2i + 1. */
  normal(i: number): number {
    return Math.sqrt(-2 * Math.log(this.uniform(2 * i))) * Math.cos(2 * Math.PI * this.uniform(2 * i + 1))
  }
}
