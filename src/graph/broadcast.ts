import { isMismatch, type TypeMismatch } from './define-op.ts'
import {
  type Dtype,
  noRows,
  type Rows,
  type Shape,
  sameRows,
  sameShape,
  showRows,
  showShape,
  type ValueType,
} from './types.ts'

/**
 * The one broadcasting rule of the IR: equal shapes, a scalar with anything, or missing *leading* dimensions.
 * A dimension of size 1 never stretches. Undefined where neither shape carries the other.
 */
export function broadcastShapes(a: Shape, b: Shape): Shape | undefined {
  const [longer, shorter] = a.length >= b.length ? [a, b] : [b, a]
  return sameShape(longer.slice(longer.length - shorter.length), shorter) ? longer : undefined
}

/** Rows of values that meet in one op: equal, or none (a row-free value is the same for every row). */
export function commonRows(types: readonly ValueType[]): Rows | TypeMismatch {
  let rows: Rows = noRows
  for (const type of types) {
    if (type.rows.kind === 'none') continue
    if (rows.kind === 'none') rows = type.rows
    else if (!sameRows(rows, type.rows))
      return { mismatch: 'rows-differ', found: showRows(type.rows).trim(), expected: showRows(rows).trim() }
  }
  return rows
}

export const isRowMismatch = (result: Rows | TypeMismatch): result is TypeMismatch => 'mismatch' in result

/** The type of an elementwise result: shapes broadcast, rows in common, every operand of `dtype`. */
export function broadcastTypes(types: readonly ValueType[], dtype: Dtype = 'float32'): ValueType | TypeMismatch {
  const wrong = demandDtype(types, dtype)
  if (wrong) return wrong
  const rows = commonRows(types)
  if (isRowMismatch(rows)) return rows
  let shape: Shape = []
  for (const type of types) {
    const joined = broadcastShapes(shape, type.shape)
    if (!joined) return { mismatch: 'shapes-differ', found: showShape(type.shape), expected: showShape(shape) }
    shape = joined
  }
  return { dtype, shape, rows }
}

export function demandDtype(types: readonly ValueType[], ...allowed: readonly Dtype[]): TypeMismatch | undefined {
  const wrong = types.find((type) => !allowed.includes(type.dtype))
  return wrong && { mismatch: 'dtype', found: wrong.dtype, expected: allowed.join(' or ') }
}

/** The result of a type rule that has already been proved right. Throws on a mismatch: a defect of ctrc. */
export function provedType(result: ValueType | TypeMismatch, where: string): ValueType {
  if (isMismatch(result))
    throw new Error(`${where}: ${result.mismatch}: found ${result.found}, expected ${result.expected}`)
  return result
}
