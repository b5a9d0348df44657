type TypedColumn = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array

/** The column with room for `length` entries: itself, or a copy of at least twice its length. Columns whose end is not known grow by it. */
export function grown<Column extends TypedColumn>(
  column: Column,
  length: number,
  make: (length: number) => Column,
): Column {
  if (length <= column.length) return column
  const larger = make(Math.max(length, 2 * column.length))
  larger.set(column)
  return larger
}
