/** Rows that lie as records of 32-bit words: row r's begins at `starts[r]`. */
export interface Records {
  readonly words: Uint32Array
  readonly starts: Uint32Array
}

/**
 * Records that are written or read column after column. Each column has words at the same place of every record, and where its values
 * take words of their own number, these lie behind, in the order of columns: `cursors[r]` is where row r's next are.
 */
export interface OpenRecords extends Records {
  readonly cursors: Uint32Array
}

/** How the values of one column lie in records. What it reads is equal, bit by bit, to what was written. */
export interface ColumnCodec<Column> {
  /** Words at the column's place of each record. */
  readonly words: number
  /** Adds to each row's size the words that it takes behind. */
  measure(column: Column, sizes: Uint32Array): void
  write(column: Column, records: OpenRecords, place: number): void
  read(records: OpenRecords, place: number): Column
}
