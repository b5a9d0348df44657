import { sizeOf, type ValueType } from '../../graph/types.ts'
import { floatBytes } from './writer.ts'

/** The bytes of a constant; one number stands for all elements. */
export function filled(data: readonly number[], type: ValueType): Uint8Array {
  const size = sizeOf(type.shape)
  const values = data.length === 1 && size !== 1 ? new Array<number>(size).fill(data[0]!) : data
  switch (type.dtype) {
    case 'float32':
      return floatBytes(values)
    case 'int32':
      return new Uint8Array(Int32Array.from(values).buffer)
    case 'int64':
      return new Uint8Array(BigInt64Array.from(values, BigInt).buffer)
    case 'string':
      throw new Error('a constant holds numbers')
  }
}
