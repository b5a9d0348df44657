import type { Span } from './diagnostic.ts'
import { shown } from './shown.ts'
import type { SourceLines } from './sources.ts'

/** A line of source around a span, and which of its columns the span covers. */
export interface Excerpt {
  /** One-based, as people count. */
  readonly line: number
  readonly column: number
  readonly text: string
  /** In code points of `text`: how many stand before the marked ones, and how many are marked (one at least). */
  readonly before: number
  readonly marked: number
}

/** Columns shown of a long line: a file of one line of a megabyte gets an excerpt, too. */
const width = 100

/** The first line of `span`, cut to `width` around its start; undefined where the file has no text. */
export function excerptOf(span: Span, lines: SourceLines): Excerpt | undefined {
  const { start, end } = lines.range(span)
  const whole = lines.lines(span.file).textOf(start.line)
  if (whole === '') return undefined
  const from = start.character > width - 20 ? start.character - 40 : 0
  const to = Math.min(whole.length, from + width)
  const last = end.line === start.line ? Math.min(end.character, to) : to
  const head = from > 0 ? '...' : ''
  const tail = to < whole.length ? '...' : ''
  return {
    line: start.line + 1,
    column: start.character + 1,
    text: head + printable(whole.slice(from, to)) + tail,
    before: head.length + codePoints(whole.slice(from, start.character)),
    marked: Math.max(1, codePoints(whole.slice(start.character, last))),
  }
}

const codePoints = (text: string): number => [...text].length

/** Tabs are one column, as the marks below count them; what a terminal would obey never reaches it. */
const printable = (text: string): string =>
  [...text].map((each) => (each === '\t' ? ' ' : shown(each) === each ? each : '\u{fffd}')).join('')
