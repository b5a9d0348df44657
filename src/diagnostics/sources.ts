import type { Span } from './diagnostic.ts'
import { Lines, type Range } from './lines.ts'

/** The texts that spans point into, and how their files are called where they are shown. */
export interface Sources {
  /** Undefined where the file could not be read: its spans are then at its start. */
  text(file: string): string | undefined
  /** A file's name for people and scripts: relative to where the command runs, with `/`. */
  name(file: string): string
}

/** Sources with each file's lines counted once. */
export class SourceLines {
  readonly #sources: Sources
  readonly #lines = new Map<string, Lines>()

  constructor(sources: Sources) {
    this.#sources = sources
  }

  name(file: string): string {
    return this.#sources.name(file)
  }

  lines(file: string): Lines {
    const known = this.#lines.get(file)
    if (known !== undefined) return known
    const lines = new Lines(this.#sources.text(file) ?? '')
    this.#lines.set(file, lines)
    return lines
  }

  range(span: Span): Range {
    return this.lines(span.file).range(span.start, span.end)
  }
}
