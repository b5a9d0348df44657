import type { HostTensor } from '../graph/tensor.ts'
import { sizeOf } from '../graph/types.ts'
import type { TrainedValue } from './values.ts'

/** Copies rows of a table, or of its optimizer's slot, out of and back into the whole; its buffer grows and stays. */
export class TableRowBuffer {
  private buffer = new Float32Array(0)
  private readonly width: number
  constructor(private readonly value: TrainedValue) {
    this.width = sizeOf(value.shape)
  }

  /** A value with `rows` entries, its content whatever was there. */
  sized(rows: number): Extract<HostTensor, { dtype: 'float32' }> {
    const size = rows * this.width
    if (this.buffer.length < size) this.buffer = new Float32Array(Math.ceil(size * 1.25))
    return { dtype: 'float32', dims: [rows, ...this.value.shape], data: this.buffer.subarray(0, size) }
  }

  gather(whole: Float32Array, rows: Int32Array): HostTensor & { readonly data: Float32Array } {
    const gathered = this.sized(rows.length)
    const { data } = gathered
    const { width } = this
    for (let i = 0; i < rows.length; i++) {
      const from = rows[i]! * width
      for (let j = 0; j < width; j++) data[i * width + j] = whole[from + j]!
    }
    return gathered
  }

  scatter(whole: Float32Array, rows: Int32Array): void {
    const { buffer, width } = this
    for (let i = 0; i < rows.length; i++) {
      const to = rows[i]! * width
      for (let j = 0; j < width; j++) whole[to + j] = buffer[i * width + j]!
    }
  }
}
