import { inPhase, noProgress } from '../../host/progress.ts'
import type { ScratchFile } from '../../host/scratch-file.ts'
import type { Chunk } from '../chunk.ts'
import { grown } from '../grown.ts'
import type { ReadRows } from '../read-rows.ts'
import type { RowOrder } from '../row-order.ts'
import type { RecordLayout } from './record-layout.ts'
import type { Records } from './records.ts'
import type { RowKeys } from './row-keys.ts'
import { sortedRows } from './sorted-rows.ts'
import { Window } from './window.ts'

/** How many bytes of records lie in memory. */
export interface RowMemory {
  /** At once, of one batch at least: as much as the processor's cache holds. */
  readonly window: number
  /** Of a file that is read whole: no larger than what other parts of a command take. */
  readonly whole: number
}

const usualMemory: RowMemory = { window: 2 ** 22, whole: 2 ** 27 }

/**
 * Rows in temporary files, written once in whatever order they come and read in any order that their keys give. In memory are 8 bytes a
 * row for where its record lies, and while rows are read 8 more for their order, and a window of records.
 */
export class RowFile {
  private readonly file: ScratchFile
  private offsets: Float64Array
  private rows = 0

  /** Takes the keys over. `expected` rows take no growing. Errors: HostError where no file can be made, the keys being gone then. */
  constructor(
    private readonly layout: RecordLayout,
    private readonly keys: RowKeys,
    makeFile: () => ScratchFile,
    expected: number,
    private readonly memory = usualMemory,
  ) {
    this.offsets = new Float64Array(expected + 1)
    try {
      this.file = makeFile()
    } catch (error) {
      keys.close()
      throw error
    }
  }

  /** Adds rows, whose keys stand in the chunk from column `firstKey` on. */
  append(rows: ReadRows, chunk: Chunk, firstKey: number): void {
    const { words, starts } = this.layout.write(rows)
    this.offsets = grown(this.offsets, this.rows + rows.rows + 1, (length) => new Float64Array(length))
    const before = this.offsets[this.rows]!
    for (let row = 1; row <= rows.rows; row++) this.offsets[this.rows + row] = before + 4 * starts[row]!
    this.rows += rows.rows
    this.file.append(new Uint8Array(words.buffer, 0, 4 * starts[rows.rows]!))
    this.keys.append(chunk, firstKey)
  }

  /** Records in an order, `size` at a time, those before `skip` left out. Each holds until the next is asked for. */
  *read(order: RowOrder, skip: number, size: number, progress = noProgress): Generator<Records> {
    const { memory } = this
    const sorted = inPhase(progress, ['order-rows'], () => sortedRows(this.keys, order)).subarray(skip)
    const bytes = this.offsets[this.rows]!
    const isWhole = bytes <= memory.whole
    const source = isWhole ? wholeFile(this.file, this.offsets, bytes) : new Window(this.file, this.offsets)
    const atOnce = isWhole ? size : Math.max(1, Math.floor(memory.window / ((bytes / this.rows) * size))) * size
    for (let from = 0; from < sorted.length; from += atOnce) {
      const { words, starts } = source.read(sorted.subarray(from, from + atOnce))
      for (let row = 0; row < starts.length; row += size) yield { words, starts: starts.subarray(row, row + size) }
    }
  }

  close(): void {
    this.file.close()
    this.keys.close()
  }
}

/** All of a file's records in memory. */
function wholeFile(file: ScratchFile, offsets: Float64Array, bytes: number): Pick<Window, 'read'> {
  const words = new Uint32Array(bytes / 4)
  file.read(0, new Uint8Array(words.buffer))
  return { read: (rows) => ({ words, starts: rows.map((row) => offsets[row]! / 4) }) }
}
