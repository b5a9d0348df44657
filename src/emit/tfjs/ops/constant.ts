import { exactNumber } from '../../../graph/exact-number.ts'
import { sizeOf } from '../../../graph/types.ts'
import { numbers } from '../javascript.ts'
import type { Lowering } from '../lowering.ts'

/** Scalars stand as plain numbers where an elementwise op reads them; this is for everything else. */
export const constant: Lowering<'constant'> = ({ attributes: { data }, type }) => {
  const dtype = type.dtype === 'float32' ? '' : `, '${type.dtype}'`
  const shape = numbers(type.shape)
  if (type.shape.length === 0) return `tf.scalar(${exactNumber(data[0] ?? 0)}${dtype})`
  if (data.length === 1 && sizeOf(type.shape) !== 1) return `tf.fill(${shape}, ${exactNumber(data[0]!)}${dtype})`
  return `tf.tensor(${numbers(data)}, ${shape}${dtype})`
}
