import { isMissingKey, type KeyColumn } from '../features/keys.ts'
import type { RawColumn } from '../features/raw.ts'
import { finalize } from '../graph/mix.ts'
import { grown } from './grown.ts'

/**
 * Numbers keys of rows 0, 1, 2 ... by first occurrence, over any number of batches; a row whose key is missing in part or whole gets
 * a number of its own. Keys are kept as words in one typed array and compared whole; texts have a number of their own first.
 */
export class GroupNumbers {
  private known = 0
  private width = 0
  private words = new Uint32Array(0)
  /** Open addressing; at least half of it stays empty. -1 where empty. */
  private slots = new Int32Array(1024).fill(-1)
  private readonly texts: Map<string, number>[] = []

  /** How many numbers were given. */
  get count(): number {
    return this.known
  }

  /** A number for each row. Every call has the same kinds of columns. */
  of(keys: readonly KeyColumn[], rows: number): Int32Array {
    this.width = keys.reduce((sum, { column }) => sum + wordsOf(column), 0)
    const missing = keys.map(isMissingKey)
    const columns = keys.map(({ column }) => column)
    const numbers = new Int32Array(rows)
    for (let row = 0; row < rows; row++) {
      const hasKey = keys.length > 0 && !missing.some((isMissing) => isMissing(row))
      this.makeRoom()
      numbers[row] = hasKey ? this.numberOf(columns, row) : this.known++
    }
    return numbers
  }

  private numberOf(columns: readonly RawColumn[], row: number): number {
    this.write(columns, row)
    const slot = this.slotOf(this.known)
    if (this.slots[slot]! < 0) this.slots[slot] = this.known++
    return this.slots[slot]!
  }

  /** For one key more. */
  private makeRoom(): void {
    const { width, known } = this
    if (2 * (known + 1) > this.slots.length) this.rehash()
    this.words = grown(this.words, (known + 1) * width, (length) => new Uint32Array(length))
  }

  /** Writes a row's key behind those known. */
  private write(columns: readonly RawColumn[], row: number): void {
    const { words } = this
    let at = this.known * this.width
    columns.forEach((column, i) => {
      switch (column.kind) {
        case 'int64':
          words[at++] = column.lanes[2 * row]!
          words[at++] = column.lanes[2 * row + 1]!
          return
        case 'string':
          words[at++] = this.textNumber(i, column.values[row]!)
          return
        case 'float':
        case 'list':
          throw noKey(column)
      }
    })
  }

  private textNumber(column: number, text: string): number {
    this.texts[column] ??= new Map()
    const texts = this.texts[column]
    const number = texts.get(text) ?? texts.size
    texts.set(text, number)
    return number
  }

  /** Where the key with this number is, or where it would go. */
  private slotOf(number: number): number {
    const { slots } = this
    const mask = slots.length - 1
    let slot = this.hash(number) & mask
    while (slots[slot]! >= 0 && !this.isSame(slots[slot]!, number)) slot = (slot + 1) & mask
    return slot
  }

  private hash(number: number): number {
    let hash = 0
    for (let at = number * this.width; at < (number + 1) * this.width; at++) {
      hash = finalize((Math.imul(hash, 0x9e3779b1) ^ this.words[at]!) >>> 0)
    }
    return hash
  }

  private isSame(a: number, b: number): boolean {
    const { words, width } = this
    for (let i = 0; i < width; i++) if (words[a * width + i] !== words[b * width + i]) return false
    return true
  }

  private rehash(): void {
    const numbers = this.slots.filter((number) => number >= 0)
    this.slots = new Int32Array(2 * this.slots.length).fill(-1)
    for (const number of numbers) this.slots[this.slotOf(number)] = number
  }
}

function wordsOf(column: RawColumn): number {
  switch (column.kind) {
    case 'int64':
      return 2
    case 'string':
      return 1
    case 'float':
    case 'list':
      throw noKey(column)
  }
}

const noKey = ({ kind }: RawColumn): Error => new Error(`a ${kind} column is no key: keys are ids, ints and strings`)
