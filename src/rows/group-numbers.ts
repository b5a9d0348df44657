import { isMissingKey, type KeyColumn } from '../features/keys.ts'
import type { RawColumn } from '../features/raw.ts'
import { finalize } from '../graph/mix.ts'

/**
 * Numbers keys of rows 0, 1, 2 ... by first occurrence, over any number of batches; a row whose key is missing in part or whole gets
 * a number of its own. Keys are kept as words and compared whole; texts have a number of their own first.
 */
export class GroupNumbers {
  private known = 0
  private table: KeyTable | undefined
  private readonly texts: Map<string, number>[] = []

  /** How many numbers were given. */
  get count(): number {
    return this.known
  }

  /** A number for each row. Every call has the same kinds of columns. */
  of(keys: readonly KeyColumn[], rows: number): Int32Array {
    const columns = keys.map(({ column }) => column)
    this.table ??= new KeyTable(columns.reduce((sum, column) => sum + wordsOf(column), 0))
    const { table } = this
    const missing = keys.map(isMissingKey)
    const numbers = new Int32Array(rows)
    for (let row = 0; row < rows; row++) {
      const hasKey = keys.length > 0 && !missing.some((isMissing) => isMissing(row))
      if (hasKey) this.read(columns, row, table.key)
      const number = hasKey ? table.numberOr(this.known) : this.known
      if (number === this.known) this.known++
      numbers[row] = number
    }
    return numbers
  }

  private read(columns: readonly RawColumn[], row: number, key: Uint32Array): void {
    for (let i = 0, at = 0; i < columns.length; i++) {
      const column = columns[i]!
      switch (column.kind) {
        case 'int64':
          key[at++] = column.lanes[2 * row]!
          key[at++] = column.lanes[2 * row + 1]!
          break
        case 'string':
          key[at++] = this.textNumber(i, column.values[row]!)
          break
        case 'float':
        case 'list':
          throw noKey(column)
      }
    }
  }

  private textNumber(column: number, text: string): number {
    this.texts[column] ??= new Map()
    const texts = this.texts[column]
    const number = texts.get(text) ?? texts.size
    texts.set(text, number)
    return number
  }
}

/** Numbers of keys, by open addressing. A slot is a number plus one, 0 where it is empty, and the key behind it: a look-up reads one place of memory. */
class KeyTable {
  /** The key that is looked up. */
  readonly key: Uint32Array
  private keys = 0
  private readonly slot: number
  private slots: Uint32Array
  /** Less one; a power of two, at least half of which stays empty. */
  private mask = 1023
  constructor(width: number) {
    this.key = new Uint32Array(width)
    this.slot = 1 + width
    this.slots = new Uint32Array((this.mask + 1) * this.slot)
  }

  /** The number of `key`, which is kept with this one where it has none. */
  numberOr(number: number): number {
    if (2 * (this.keys + 1) > this.mask + 1) this.grow()
    const at = this.placeOf(this.key, 0)
    if (this.slots[at] === 0) {
      this.slots[at] = number + 1
      for (let i = 0; i < this.key.length; i++) this.slots[at + 1 + i] = this.key[i]!
      this.keys++
    }
    return this.slots[at]! - 1
  }

  /** Where the key that lies in `words` from `from` on is, or where it would go. */
  private placeOf(words: Uint32Array, from: number): number {
    const { slots, slot, mask } = this
    let index = this.hash(words, from) & mask
    while (slots[index * slot] !== 0 && !this.isSame(index * slot + 1, words, from)) index = (index + 1) & mask
    return index * slot
  }

  private hash(words: Uint32Array, from: number): number {
    let hash = 0
    for (let at = from; at < from + this.key.length; at++) {
      hash = finalize((Math.imul(hash, 0x9e3779b1) ^ words[at]!) >>> 0)
    }
    return hash
  }

  private isSame(at: number, words: Uint32Array, from: number): boolean {
    for (let i = 0; i < this.key.length; i++) if (this.slots[at + i] !== words[from + i]) return false
    return true
  }

  private grow(): void {
    const { slots, slot } = this
    this.mask = 2 * this.mask + 1
    this.slots = new Uint32Array(2 * slots.length)
    for (let from = 0; from < slots.length; from += slot) {
      if (slots[from] === 0) continue
      const to = this.placeOf(slots, from + 1)
      for (let i = 0; i < slot; i++) this.slots[to + i] = slots[from + i]!
    }
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
