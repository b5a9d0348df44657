import { mixId } from '../graph/mix.ts'

const slots = 4096

/**
 * Texts of DuckDB's short strings: four words, a length of up to 12 and the bytes in place, zero behind them. A log has the same
 * words over and over; a word met again is looked up and not decoded. A place holds one text, the last that fell into it.
 */
export class ShortStrings {
  private readonly words = new Uint32Array(slots * 4)
  private readonly texts: string[] = new Array(slots).fill('')

  /** The text whose four words begin at `at`, where it is cached. */
  find(words: Uint32Array, at: number): string | undefined {
    const { words: kept } = this
    const slot = slotOf(words, at)
    const from = slot * 4
    return kept[from] === words[at] &&
      kept[from + 1] === words[at + 1] &&
      kept[from + 2] === words[at + 2] &&
      kept[from + 3] === words[at + 3]
      ? this.texts[slot]
      : undefined
  }

  /** Puts a decoded text in its place, and gives it. */
  keep(words: Uint32Array, at: number, text: string): string {
    const slot = slotOf(words, at)
    for (let i = 0; i < 4; i++) this.words[slot * 4 + i] = words[at + i]!
    this.texts[slot] = text
    return text
  }
}

const slotOf = (words: Uint32Array, at: number): number =>
  mixId(words[at + 1]! ^ words[at]!, words[at + 2]!, words[at + 3]!) % slots
