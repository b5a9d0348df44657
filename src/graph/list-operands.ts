import { commonRows, demandDtype, isRowMismatch } from './broadcast.ts'
import type { TypeMismatch } from './define-op.ts'
import { showShape, type ValueType } from './types.ts'

/** Why two values are no raw list of ids and its length; undefined where they are. */
export function listMismatch(list: ValueType, length: ValueType): TypeMismatch | undefined {
  const wrong = demandDtype([list, length], 'int64')
  if (wrong) return wrong
  if (list.shape.length !== 1) return { mismatch: 'rank', found: showShape(list.shape), expected: '[L]' }
  if (length.shape.length !== 0) return { mismatch: 'rank', found: showShape(length.shape), expected: '[]' }
  const rows = commonRows([list, length])
  return isRowMismatch(rows) ? rows : undefined
}
