/** Texts that are remembered, and the most characters of one: a log repeats its words. */
const knownTexts = 2 ** 16
const knownCharacters = 64

/** Set in the first word of a text that is remembered: the other bits are its number. */
const isNumber = 0x80000000

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Texts as words: the number of one that is remembered, or a length in bytes and the bytes in UTF-8. Texts are read by
 * the instance that wrote them.
 */
export class TextWords {
  private readonly numbers = new Map<string, number>()
  private readonly texts: string[] = []

  /** How many words `write` takes of a text, which is remembered from now on where there is room. */
  measure(text: string): number {
    if (this.numbers.has(text)) return 1
    if (text.length > knownCharacters || this.texts.length === knownTexts)
      return 1 + ((Buffer.byteLength(text) + 3) >> 2)
    this.numbers.set(text, this.texts.length)
    this.texts.push(text)
    return 1
  }

  /** Gives the place behind the text, which must have been measured. */
  write(text: string, words: Uint32Array, at: number): number {
    const number = this.numbers.get(text)
    if (number !== undefined) {
      words[at] = isNumber | number
      return at + 1
    }
    const end = at + this.measure(text)
    const bytes = new Uint8Array(words.buffer, words.byteOffset + 4 * (at + 1), 4 * (end - at - 1))
    words[at] = encoder.encodeInto(text, bytes).written
    return end
  }

  read(words: Uint32Array, at: number): string {
    const first = words[at]!
    if (first >= isNumber) return this.texts[first - isNumber]!
    return decoder.decode(new Uint8Array(words.buffer, words.byteOffset + 4 * (at + 1), first))
  }

  /** The place behind the text there. */
  endOf(words: Uint32Array, at: number): number {
    const first = words[at]!
    return first >= isNumber ? at + 1 : at + 1 + ((first + 3) >> 2)
  }
}
