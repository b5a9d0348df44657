import { type FloatTensor, floats } from '../graph/tensor.ts'
import { sizeOf } from '../graph/types.ts'
import type { TrainedInput, TrainedValue, ValueStore } from './values.ts'

/** The rows of each table that a batch touches. */
export type TouchedTables = ReadonlyMap<string, Int32Array>

/**
 * Copies the rows that a batch touches out of tables and back, those of stacked tables one below another; its buffer grows and
 * stays. Serves optimizer state as well, which has the rows of its table.
 */
export class TableRowBuffer {
  private buffer = new Float32Array(0)
  private readonly width: number
  constructor(private readonly values: TrainedInput['values']) {
    this.width = sizeOf(values[0]?.shape ?? [])
  }

  /** A value with an entry for each touched row, its content undefined. */
  sized(touched: TouchedTables): FloatTensor {
    let rows = 0
    for (const value of this.values) rows += rowsOf(touched, value).length
    const size = rows * this.width
    if (this.buffer.length < size) this.buffer = new Float32Array(Math.ceil(size * 1.25))
    return floats(this.buffer.subarray(0, size), rows, ...(this.values[0]?.shape ?? []))
  }

  gather(store: ValueStore, touched: TouchedTables): FloatTensor {
    const gathered = this.sized(touched)
    const { data } = gathered
    const { width } = this
    let to = 0
    for (const value of this.values) {
      const whole = store.of(value.name)
      for (const row of rowsOf(touched, value)) {
        const from = row * width
        for (let j = 0; j < width; j++) data[to++] = whole[from + j]!
      }
    }
    return gathered
  }

  scatter(store: ValueStore, touched: TouchedTables): void {
    const { buffer, width } = this
    let from = 0
    for (const value of this.values) {
      const whole = store.of(value.name)
      for (const row of rowsOf(touched, value)) {
        const to = row * width
        for (let j = 0; j < width; j++) whole[to + j] = buffer[from++]!
      }
    }
  }
}

function rowsOf(touched: TouchedTables, { name, table }: TrainedValue): Int32Array {
  const rows = table === undefined ? undefined : touched.get(table)
  if (!rows) throw new Error(`a batch came without the rows of '${name}'`)
  return rows
}
