const double = new Float64Array(1)
const words = new Uint32Array(double.buffer)

/** Doubles have 2046 exponents, the least of which is that of subnormal ones too. */
const exponents = 2046

/** So many words of 32 bits add up to less than 2^53. */
const carryAfter = 2 ** 20

/**
 * A sum of doubles that nothing is rounded in, so that it does not depend on their order: neither on threads nor on files. Mantissas are added up
 * by exponent, as high and low words.
 */
export class ExactSum {
  private readonly low = new Float64Array(exponents)
  private readonly high = new Float64Array(exponents)
  private pending = 0

  /** A finite number. */
  add(value: number): void {
    double[0] = value
    const word = words[1]!
    const field = (word >>> 20) & 0x7ff
    const mantissa = (word & 0xfffff) | (field === 0 ? 0 : 0x100000)
    const bin = field === 0 ? 0 : field - 1
    const sign = word >>> 31 === 0 ? 1 : -1
    this.high[bin]! += sign * mantissa
    this.low[bin]! += sign * words[0]!
    if (++this.pending === carryAfter) this.carry()
  }

  /** The square of a finite number below 2^500: the rounded square, and what its rounding left out (Dekker 1971). */
  addSquare(value: number): void {
    const square = value * value
    this.add(square)
    if (Math.fround(value) === value) return
    const split = 134_217_729 * value
    const head = split - (split - value)
    const tail = value - head
    this.add(head * head - square + 2 * head * tail + tail * tail)
  }

  /** In units of 2^-1074, the least double above 0. */
  get total(): bigint {
    this.carry()
    let sum = 0n
    for (let bin = exponents - 1; bin >= 0; bin--)
      sum = (sum << 1n) + (BigInt(this.high[bin]!) << 32n) + BigInt(this.low[bin]!)
    return sum
  }

  private carry(): void {
    for (let bin = 0; bin < exponents; bin++) {
      const carried = Math.trunc(this.low[bin]! / 2 ** 32)
      this.high[bin]! += carried
      this.low[bin]! -= carried * 2 ** 32
    }
    this.pending = 0
  }
}

/** How many bits of a double are behind the point at most. */
export const unitBits = 1074n

/** The double nearest to a fraction of positive denominator, ties to even. It is 0 or a normal one. */
export function nearestDouble(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return 0
  const magnitude = numerator < 0n ? -numerator : numerator
  // Some 64 bits of the quotient, of which the last is set where anything is left: rounded once more, it is the nearest.
  const shift = BigInt(bitsOf(denominator) - bitsOf(magnitude) + 64)
  const [above, below] = shift < 0n ? [magnitude, denominator << -shift] : [magnitude << shift, denominator]
  const quotient = above / below
  const nearest = Number(quotient * below === above ? quotient : quotient | 1n) * 2 ** Number(-shift)
  return numerator < 0n ? -nearest : nearest
}

const bitsOf = (value: bigint): number => {
  const digits = value.toString(16)
  return 4 * digits.length - Math.clz32(Number.parseInt(digits[0]!, 16)) + 28
}
