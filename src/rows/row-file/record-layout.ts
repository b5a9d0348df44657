import type { Storage } from '../../features/reading.ts'
import type { Label } from '../../model/dataset.ts'
import { grown } from '../grown.ts'
import type { ReadRows, RowLabels } from '../read-rows.ts'
import { columnCodec } from './column-codec.ts'
import type { OpenRecords, Records } from './records.ts'
import { TextWords } from './text-words.ts'

/** Where a record's weight and labels begin; before them is the row's case. */
const weightPlace = 1
const labelPlace = 3

/**
 * A row as a record of 32-bit words: case, weight (two words), labels (a byte each, soft ones a word), what each column has of fixed size, then what
 * columns have of their own sizes.
 */
export class RecordLayout {
  private readonly labels: readonly LabelCodec[]
  private readonly columns
  /** Words of a record's part of fixed size. */
  private readonly fixed: number
  private words = new Uint32Array(2 ** 16)

  constructor(labels: readonly Label['kind'][], storages: readonly Storage[]) {
    const texts = new TextWords()
    const bytes = labels.filter((kind) => kind === undefined).length
    let place = labelPlace + Math.ceil(bytes / 4)
    let byte = 4 * labelPlace
    this.labels = labels.map((kind) => (kind === 'soft' ? softLabels(place++) : byteLabels(byte++)))
    this.columns = storages.map((storage) => {
      const codec = columnCodec(storage, texts)
      const column = { codec, place }
      place += codec.words
      return column
    })
    this.fixed = place
  }

  /** Rows as records, one behind the other; they hold until the next are written. The last start is where they end. */
  write(rows: ReadRows): Records {
    const sizes = new Uint32Array(rows.rows).fill(this.fixed)
    this.columns.forEach(({ codec }, i) => {
      codec.measure(rows.raw[i]!, sizes)
    })
    const ends = new Uint32Array(rows.rows + 1)
    for (let row = 0; row < rows.rows; row++) ends[row + 1] = ends[row]! + sizes[row]!
    this.words = grown(this.words, ends[rows.rows]!, (length) => new Uint32Array(length))
    const records = this.opened({ words: this.words, starts: ends.subarray(0, rows.rows) })
    this.writeFixed(rows, records)
    this.columns.forEach(({ codec, place }, i) => {
      codec.write(rows.raw[i]!, records, place)
    })
    return { words: this.words, starts: ends }
  }

  casesOf({ words, starts }: Records): Int32Array {
    const cases = new Int32Array(starts.length)
    for (let row = 0; row < starts.length; row++) cases[row] = words[starts[row]!]!
    return cases
  }

  read(records: Records): ReadRows {
    const opened = this.opened(records)
    return {
      rows: records.starts.length,
      cases: this.casesOf(records),
      weights: this.weightsOf(records),
      labels: this.labels.map(({ read }) => read(records)),
      raw: this.columns.map(({ codec, place }) => codec.read(opened, place)),
    }
  }

  private opened({ words, starts }: Records): OpenRecords {
    return { words, starts, cursors: starts.map((start) => start + this.fixed) }
  }

  private writeFixed({ cases, weights, labels }: ReadRows, { words, starts }: Records): void {
    const weightWords = new Uint32Array(weights.buffer, weights.byteOffset, 2 * weights.length)
    for (let row = 0; row < starts.length; row++) {
      const start = starts[row]!
      words[start] = cases[row]!
      words[start + weightPlace] = weightWords[2 * row]!
      words[start + weightPlace + 1] = weightWords[2 * row + 1]!
    }
    this.labels.forEach(({ write }, i) => {
      write(labels[i]!, { words, starts })
    })
  }

  private weightsOf({ words, starts }: Records): Float64Array {
    const weights = new Float64Array(starts.length)
    const weightWords = new Uint32Array(weights.buffer)
    for (let row = 0; row < starts.length; row++) {
      const at = starts[row]! + weightPlace
      weightWords[2 * row] = words[at]!
      weightWords[2 * row + 1] = words[at + 1]!
    }
    return weights
  }
}

/** One task's labels in records. */
interface LabelCodec {
  readonly read: (records: Records) => RowLabels
  readonly write: (labels: RowLabels, records: Records) => void
}

/** At a byte of each record. */
const byteLabels = (place: number): LabelCodec => ({
  read({ words, starts }) {
    const bytes = new Int8Array(words.buffer, words.byteOffset, words.byteLength)
    const labels = new Int8Array(starts.length)
    for (let row = 0; row < starts.length; row++) labels[row] = bytes[4 * starts[row]! + place]!
    return labels
  },
  write(labels, { words, starts }) {
    const bytes = new Int8Array(words.buffer, words.byteOffset, words.byteLength)
    for (let row = 0; row < starts.length; row++) bytes[4 * starts[row]! + place] = labels[row]!
  },
})

/** At a word of each record. */
const softLabels = (place: number): LabelCodec => ({
  read({ words, starts }) {
    const floats = new Float32Array(words.buffer, words.byteOffset, words.length)
    const labels = new Float32Array(starts.length)
    for (let row = 0; row < starts.length; row++) labels[row] = floats[starts[row]! + place]!
    return labels
  },
  write(labels, { words, starts }) {
    const floats = new Float32Array(words.buffer, words.byteOffset, words.length)
    for (let row = 0; row < starts.length; row++) floats[starts[row]! + place] = labels[row]!
  },
})
