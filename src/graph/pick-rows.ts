import type { ReferenceTensor } from './reference.ts'
import { sizeOf, type ValueType } from './types.ts'

/** The rows of `x` at these positions, in this order, as `type`. Carries words and ids along. */
export function pickRows(x: ReferenceTensor, positions: ArrayLike<number>, type: ValueType): ReferenceTensor {
  const size = sizeOf(x.type.shape)
  const from = (i: number): number => positions[Math.floor(i / size)]! * size + (i % size)
  const every = { length: positions.length * size }
  const { data, strings, integers } = x
  return {
    type,
    rows: positions.length,
    data: Float64Array.from(every, (_, i) => data[from(i)]!),
    ...(strings && { strings: Array.from(every, (_, i) => strings[from(i)]!) }),
    ...(integers && { integers: BigInt64Array.from(every, (_, i) => integers[from(i)]!) }),
  }
}
