import type { ScratchFile } from '../../host/scratch-file.ts'
import { grown } from '../grown.ts'
import type { Records } from './records.ts'

/** Bytes between two records that are read along: another read would take longer. */
const gapBytes = 4096
/** Bytes of several records that are read at once, at most. */
const readBytes = 2 ** 20

/**
 * Reads records of a file, those of a window together and in the order in which they lie: what is near to each other is read at once, so
 * that a file of about a window's size is read as a whole. `offsets` has each row's first byte, and at the end the last one's end.
 */
export class Window {
  private words = new Uint32Array(0)
  private part = new Uint32Array(0)

  constructor(
    private readonly file: ScratchFile,
    private readonly offsets: Float64Array,
  ) {}

  /** The records of these rows, in their order. They hold until others are read. */
  read(rows: Uint32Array): Records {
    const { offsets } = this
    const byRow = this.sortedByRow(rows)
    const starts = new Uint32Array(rows.length)
    let end = 0
    for (let from = 0, to = 0; from < rows.length; from = to) {
      to = this.endOfRead(byRow, from)
      const begin = offsets[byRow[2 * from + 1]!]!
      this.readPart(begin, offsets[byRow[2 * to - 1]! + 1]! - begin)
      for (let i = from; i < to; i++) {
        const row = byRow[2 * i + 1]!
        const [at, size] = [(offsets[row]! - begin) / 4, (offsets[row + 1]! - offsets[row]!) / 4]
        starts[byRow[2 * i]!] = end
        this.words = grown(this.words, end + size, (length) => new Uint32Array(length))
        copyWords(this.part, at, size, this.words, end)
        end += size
      }
    }
    return { words: this.words, starts }
  }

  /** Pairs of a place in `rows` and the row there, by row. */
  private sortedByRow(rows: Uint32Array): Uint32Array {
    const sorted = new BigUint64Array(rows.length)
    const pairs = new Uint32Array(sorted.buffer)
    for (let i = 0; i < rows.length; i++) {
      pairs[2 * i] = i
      pairs[2 * i + 1] = rows[i]!
    }
    sorted.sort()
    return pairs
  }

  /** Behind the last pair whose record is read along with that of pair `from`. */
  private endOfRead(byRow: Uint32Array, from: number): number {
    const { offsets } = this
    const begin = offsets[byRow[2 * from + 1]!]!
    let to = from + 1
    for (; 2 * to < byRow.length; to++) {
      const [before, row] = [byRow[2 * to - 1]!, byRow[2 * to + 1]!]
      if (offsets[row]! - offsets[before + 1]! > gapBytes || offsets[row + 1]! - begin > readBytes) break
    }
    return to
  }

  private readPart(position: number, bytes: number): void {
    this.part = grown(this.part, bytes / 4, (length) => new Uint32Array(length))
    this.file.read(position, new Uint8Array(this.part.buffer, 0, bytes))
  }
}

/** A view of an array takes longer to make than a few words to copy. */
function copyWords(from: Uint32Array, at: number, size: number, to: Uint32Array, place: number): void {
  if (size > 64) to.set(from.subarray(at, at + size), place)
  else for (let i = 0; i < size; i++) to[place + i] = from[at + i]!
}
