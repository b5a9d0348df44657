import { padding } from '../features/encode.ts'

/**
 * The rows of one table that a batch touches: global rows become positions in their list. One array as high as the table is
 * kept and cleaned after each batch, so that finding a row costs one read.
 */
export class TouchedRows {
  private readonly positions: Int32Array
  private touched: number[] = []
  constructor(height: number) {
    this.positions = new Int32Array(height).fill(-1)
  }
  /**
   * Replaces each row by its position among the touched ones; new rows go to the end. Padding touches nothing, or a table's missing
   * row would decay in every batch with a list that is not full: it reads the row that is first.
   */
  localize(rows: Int32Array): void {
    const { positions, touched } = this
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      if (row === padding) {
        rows[i] = 0
        continue
      }
      let position = positions[row]!
      if (position < 0) {
        position = touched.length
        positions[row] = position
        touched.push(row)
      }
      rows[i] = position
    }
  }
  /** The rows touched, in order of first occurrence; starts anew. Row 0 where there are none. */
  take(): Int32Array {
    const rows = Int32Array.from(this.touched.length === 0 ? [0] : this.touched)
    for (const row of this.touched) this.positions[row] = -1
    this.touched = []
    return rows
  }
}
