import type { ReferenceTensor } from './reference.ts'
import type { ValueType } from './types.ts'

/** The elements of a raw int64 value of the reference evaluator, exactly. */
export const integersOf = ({ data, integers }: ReferenceTensor): BigInt64Array =>
  integers ?? BigInt64Array.from(data, BigInt)

/** An int64 value of the reference evaluator: exact, and in doubles for what reads those. */
export const integerTensor = (type: ValueType, rows: number, integers: BigInt64Array): ReferenceTensor => ({
  type,
  rows,
  data: Float64Array.from(integers, Number),
  integers,
})
