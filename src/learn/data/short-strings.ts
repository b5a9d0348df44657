import { mixId } from '../../graph/mix.ts'

const slots = 4096

/**
 * Texts of DuckDB's short strings: four words, a length of up to 12 and the bytes in place, zero behind them. A log says the same
 * words over and over; a word met again is looked up and not decoded. A place holds one text, the last that fell into it.
 */
export class ShortStrings {
  private readonly words = new Uint32Array(slots * 4)
  private readonly texts: string[] = new Array(slots).fill('')

  /** The text whose four words begin at `at`; `decode` is asked where it is not the one at hand. */
  text(words: Uint32Array, at: number, decode: () => string): string {
    const [length, a, b, c] = [words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!]
    const slot = mixId(mixId(a, b, length), c, 0) % slots
    const { words: kept } = this
    const from = slot * 4
    const same = kept[from] === length && kept[from + 1] === a && kept[from + 2] === b && kept[from + 3] === c
    if (same) return this.texts[slot]!
    const text = decode()
    kept.set([length, a, b, c], from)
    this.texts[slot] = text
    return text
  }
}
