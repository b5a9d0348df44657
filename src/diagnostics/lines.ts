/** Zero-based; characters are UTF-16 units, as editors count them. */
export interface Position {
  readonly line: number
  readonly character: number
}

export interface Range {
  readonly start: Position
  readonly end: Position
}

/** A text's lines: what offsets are in it. A line ends with `\n`, `\r\n` or `\r`. */
export class Lines {
  readonly #text: string
  readonly #starts: readonly number[]

  constructor(text: string) {
    this.#text = text
    const starts = [0]
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at)
      if (unit === 10 || (unit === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1)
    }
    this.#starts = starts
  }

  get count(): number {
    return this.#starts.length
  }

  /** An offset before or past the text counts as its start or end. */
  positionAt(offset: number): Position {
    const within = Math.min(Math.max(offset, 0), this.#text.length)
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#starts[middle]! <= within) low = middle
      else high = middle - 1
    }
    return { line: low, character: within - this.#starts[low]! }
  }

  range(start: number, end: number): Range {
    return { start: this.positionAt(start), end: this.positionAt(end) }
  }

  /** A line's text without its ending. */
  textOf(line: number): string {
    const start = this.#starts[line] ?? this.#text.length
    const end = this.#starts[line + 1] ?? this.#text.length
    return this.#text.slice(start, end).replace(/[\r\n]+$/, '')
  }
}
