import { missingInteger } from '../../graph/vocabulary.ts'
import { stream } from '../generate.ts'
import { lanesOf, type RawColumn, rawIntegers } from '../raw.ts'
import type { Derivation, DerivedSource } from './derivation.ts'
import { rawFeatures } from './derivation.ts'

/** Whole numbers at which 64 bits, days and weeks turn. */
const turns = [0n, 1000n, 3_600_000n, 86_400_000n, 604_800_000n, 2n ** 31n, 2n ** 53n, 2n ** 63n - 2n]
const extremes = [...turns, ...turns.map((turn) => -turn)].flatMap((turn) => [turn - 1n, turn, turn + 1n])
const extremeFloats = [0, -0, 1e-45, 3.4028234663852886e38].flatMap((value) => [value, -value])

/**
 * Values of a feature that derivations read, with those among them at which the derivations' results change: for verification. `given` is what its kind
 * generates; a row's values depend on its seed alone. `alone`: no model reads the number itself, so that it may be as large as it likes.
 */
export function operandValues(
  name: string,
  given: RawColumn,
  seeds: readonly number[],
  features: ReadonlyMap<string, DerivedSource>,
  alone: boolean,
): RawColumn {
  const readers = [...features.values()].flatMap(({ derivation }) =>
    derivation !== undefined && rawFeatures(derivation, features).includes(name) ? [derivation] : [],
  )
  if (readers.length === 0) return given
  const own = readers.flatMap((reader) => constantsIn(reader))
  const replaced = <Value>(values: ArrayLike<Value>, pool: readonly Value[]): readonly Value[] =>
    Array.from(values, (value, row) => {
      const next = stream((seeds[row] ?? row) ^ 0x5bd1e995)
      return pool.length > 0 && next() < 0.5 ? pool[Math.floor(next() * pool.length)]! : value
    })
  switch (given.kind) {
    case 'int64': {
      const edges = own.filter(Number.isSafeInteger).map(BigInt)
      const pool = [...edges.flatMap((edge) => [edge - 1n, edge, edge + 1n]), ...(alone ? extremes : [])]
      return rawIntegers(BigInt64Array.from(replaced(given.values, pool)))
    }
    case 'float':
      if (given.size > 1) return given
      return {
        ...given,
        values: Float32Array.from(replaced(given.values, [...own.flatMap(beside), ...(alone ? extremeFloats : [])])),
      }
    case 'list': {
      if (given.of === 'string') return given
      if (given.of === 'float') {
        const few = own.flatMap(beside)
        if (few.length === 0) return given
        return {
          ...given,
          values: given.values.map((value, at) => (at % 2 === 0 ? few[(at >> 1) % few.length]! : value)),
        }
      }
      // Elements repeat and are missing often enough for counts above 1.
      const edges = own.filter(Number.isSafeInteger).map(BigInt)
      const few = [missingInteger, 0n, 1n, 2n, ...edges.flatMap((edge) => [edge - 1n, edge, edge + 1n])]
      const values = given.values.map((value, at) => (at % 2 === 0 ? few[(at >> 1) % few.length]! : value))
      return { ...given, values, lanes: lanesOf(values) }
    }
    case 'string':
      return given
  }
}

function constantsIn({ operands, constants }: Derivation): readonly number[] {
  return [...constants, ...operands.flatMap((operand) => (operand.kind === 'call' ? constantsIn(operand.call) : []))]
}

/** A number in 32 bits, and the floats next to it. */
function beside(value: number): readonly number[] {
  const bits = new Int32Array(1)
  const float = new Float32Array(bits.buffer)
  float[0] = value
  const at = bits[0]!
  return [at - 1, at, at + 1].map((word) => {
    bits[0] = word
    return float[0]!
  })
}
