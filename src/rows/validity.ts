/** Whether there is a value at a position, by DuckDB's bitmap: undefined where all are there. */
export const isValid = (validity: Uint8Array | undefined, position: number): boolean =>
  validity === undefined || ((validity[position >> 3]! >> (position & 7)) & 1) === 1
