import type { ScratchFile } from '../../host/scratch-file.ts'
import type { Chunk } from '../chunk.ts'
import { grown } from '../grown.ts'
import { orderPrefix, type RowOrder } from '../row-order.ts'
import { Md5 } from './md5.ts'

/** Words of an MD5. */
const digestWords = 4

/** Called with a row and its key: the MD5, the most significant word last, and where in `words` the hashes of its lists begin, low words first. */
type KeyVisitor = (row: number, digest: Uint32Array, words: Uint32Array, hashes: number) => void

/**
 * What each row's place in an order is made from (row-order.ts), in a file that is read from its start to its end. A row's entry has the
 * hashes of its lists, and what the MD5 of any order is made from: the length of a text and the text; or, where all orders are the
 * stable one, the MD5. Entries of a chunk are a block.
 */
export class RowKeys {
  private readonly blocks: { readonly position: number; readonly firstRow: number; readonly words: number }[] = []
  private position = 0
  private count = 0
  private words = new Uint32Array(2 ** 16)
  /** Where an entry's hashes begin, and where they end. */
  private readonly hashes: number
  private readonly end: number

  /** Takes the file over. `lists` is how many hashes a row has. */
  constructor(
    private readonly file: ScratchFile,
    private readonly lists: number,
    private readonly stable: boolean,
  ) {
    this.hashes = stable ? digestWords : 1
    this.end = this.hashes + this.hashWords
  }

  get rows(): number {
    return this.count
  }

  get hashWords(): number {
    return 2 * this.lists
  }

  /** Writes a chunk's rows: from column `first` on it has a hash for each list, then the MD5 or the text (keyColumns). */
  append(chunk: Chunk, first: number): void {
    const size = this.stable ? this.writeDigests(chunk, first + this.lists) : this.writeTexts(chunk, first + this.lists)
    this.writeHashes(chunk, first)
    this.file.append(new Uint8Array(this.words.buffer, 0, 4 * size))
    this.blocks.push({ position: this.position, firstRow: this.count, words: size })
    this.position += 4 * size
    this.count += chunk.rows
  }

  /** The keys of an order, of all rows or of those in `wanted`, ascending. What is given holds until the next is. */
  each(order: RowOrder, wanted: Uint32Array | undefined, visit: KeyVisitor): void {
    const digestOf = this.digests(order)
    let words = new Uint32Array(0)
    let next = 0
    this.blocks.forEach((block, i) => {
      const end = this.blocks[i + 1]?.firstRow ?? this.count
      if (wanted !== undefined && (next === wanted.length || wanted[next]! >= end)) return
      words = grown(words, block.words, (length) => new Uint32Array(length))
      this.file.read(block.position, new Uint8Array(words.buffer, 0, 4 * block.words))
      for (let row = block.firstRow, at = 0; row < end; row++) {
        if (wanted === undefined || wanted[next] === row) {
          visit(row, digestOf(words, at), words, at + this.hashes)
          next++
        }
        at = this.endOfEntry(words, at)
      }
    })
  }

  close(): void {
    this.file.close()
  }

  private digests(order: RowOrder): (words: Uint32Array, at: number) => Uint32Array {
    const digest = new Uint32Array(digestWords)
    if (this.stable)
      return (words, at) => {
        for (let i = 0; i < digestWords; i++) digest[i] = words[at + i]!
        return digest
      }
    const md5 = new Md5(new TextEncoder().encode(orderPrefix(order)))
    return (words, at) => md5.of(new Uint8Array(words.buffer, 4 * (at + this.end), words[at]!))
  }

  private endOfEntry(words: Uint32Array, at: number): number {
    return this.stable ? at + this.end : at + this.end + ((words[at]! + 3) >> 2)
  }

  private makeRoom(length: number): void {
    this.words = grown(this.words, length, (size) => new Uint32Array(size))
  }

  private writeDigests(chunk: Chunk, column: number): number {
    const digests = chunk.digests(column)
    const size = chunk.rows * this.end
    this.makeRoom(size)
    for (let row = 0; row < chunk.rows; row++)
      for (let i = 0; i < digestWords; i++) this.words[row * this.end + i] = digests[row * digestWords + i]!
    return size
  }

  private writeTexts(chunk: Chunk, column: number): number {
    const textOf = chunk.texts(column)
    let at = 0
    for (let row = 0; row < chunk.rows; row++) {
      const text = textOf(row)
      this.makeRoom(at + this.end + ((text.length + 3) >> 2))
      this.words[at] = text.length
      new Uint8Array(this.words.buffer).set(text, 4 * (at + this.end))
      at = this.endOfEntry(this.words, at)
    }
    return at
  }

  private writeHashes(chunk: Chunk, first: number): void {
    const { words } = this
    const columns = Array.from({ length: this.lists }, (_, i) => chunk.longs(first + i).values)
    for (let row = 0, at = 0; row < chunk.rows; row++) {
      columns.forEach((hashes, i) => {
        words[at + this.hashes + 2 * i] = hashes[2 * row]!
        words[at + this.hashes + 2 * i + 1] = hashes[2 * row + 1]!
      })
      at = this.endOfEntry(words, at)
    }
  }
}
