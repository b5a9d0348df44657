import type { IToken } from 'chevrotain'
import type { Span } from '../../diagnostics/diagnostic.ts'
import { lex } from '../syntax/lex.ts'
import * as t from '../syntax/tokens.ts'

/** A comment as it is written, its trailing blanks left out. */
export interface Comment {
  readonly text: string
  readonly start: number
  /** Nothing but blanks stands before it on its line. */
  readonly ownsLine: boolean
}

/** A pair of parentheses, as token indexes. */
export interface Parentheses {
  readonly open: number
  readonly close: number
}

const lineBreak = /\r\n|\n|\r/g
const closers = new Map([
  [t.RightBrace, t.LeftBrace],
  [t.RightParenthesis, t.LeftParenthesis],
  [t.RightBracket, t.LeftBracket],
])

/** A text without syntax errors, seen by its tokens: what the tree does not keep (line breaks, comments' places, parentheses). */
export class SourceText {
  /** Without new lines. */
  readonly tokens: readonly IToken[]
  readonly comments: readonly Comment[]
  readonly #byStart = new Map<number, number>()
  readonly #byEnd = new Map<number, number>()
  /** Of each bracket the other one. */
  readonly #partner = new Map<number, number>()

  constructor(readonly text: string) {
    const lexed = lex('', text, [])
    this.tokens = lexed.tokens.filter(({ tokenType }) => tokenType !== t.NewLine)
    this.comments = lexed.comments.map(({ image, startOffset }) => ({
      text: image.trimEnd(),
      start: startOffset,
      ownsLine: text.slice(this.#lineStart(startOffset), startOffset).trim() === '',
    }))
    const open: number[] = []
    for (const [index, { startOffset, image, tokenType }] of this.tokens.entries()) {
      this.#byStart.set(startOffset, index)
      this.#byEnd.set(startOffset + image.length, index)
      if (tokenType === t.LeftBrace || tokenType === t.LeftParenthesis || tokenType === t.LeftBracket) open.push(index)
      const opener = closers.has(tokenType) ? open.pop() : undefined
      if (opener === undefined) continue
      this.#partner.set(opener, index)
      this.#partner.set(index, opener)
    }
  }

  written({ start, end }: Span): string {
    return this.text.slice(start, end)
  }

  /** The index of the token that begins at an offset. */
  at(start: number): number {
    return this.#byStart.get(start) ?? missing(start)
  }

  /** The index of the token that ends at an offset. */
  endingAt(end: number): number {
    return this.#byEnd.get(end) ?? missing(end)
  }

  startOf(index: number): number {
    return this.tokens[index]?.startOffset ?? this.text.length
  }

  endOf(index: number): number {
    const token = this.tokens[index]
    return token === undefined ? this.text.length : token.startOffset + token.image.length
  }

  partnerOf(index: number): number {
    return this.#partner.get(index) ?? missing(this.startOf(index))
  }

  /** Whether a line ends between a token and the one before. */
  breaksBefore(index: number): boolean {
    return index > 0 && /[\r\n]/.test(this.text.slice(this.endOf(index - 1), this.startOf(index)))
  }

  /** Whether an empty line stands before an offset. */
  hasBlankBefore(offset: number): boolean {
    let start = offset
    while (start > 0 && /\s/.test(this.text[start - 1] ?? '')) start--
    return breaksIn(this.text.slice(start, offset)) > 1
  }

  /** Whether what ends at `end` and what begins at `start` lie on one line or on two that follow each other. */
  areNeighbours(end: number, start: number): boolean {
    return breaksIn(this.text.slice(end, start)) < 2
  }

  hasComment(start: number, end: number): boolean {
    let [low, high] = [0, this.comments.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.comments[middle]?.start ?? end) < start) low = middle + 1
      else high = middle
    }
    return (this.comments[low]?.start ?? end) < end
  }

  isOneLine({ start, end }: Span): boolean {
    return !/[\r\n]/.test(this.text.slice(start, end))
  }

  /** The tokens of an expression, with the parentheses that belong to its first and its last part. */
  extentOf(span: Span): { readonly first: number; readonly last: number } {
    let first = this.at(span.start)
    let last = this.endingAt(span.end)
    for (;;) {
      if (this.#is(first - 1, t.LeftParenthesis) && this.partnerOf(first - 1) <= last) first--
      else if (this.#is(last + 1, t.RightParenthesis) && this.partnerOf(last + 1) >= first) last++
      else return { first, last }
    }
  }

  /** The outermost parentheses around an expression and nothing else; `isCall` tells those of calls. */
  parenthesesOf(span: Span, isCall: (open: number) => boolean): Parentheses | undefined {
    const { first, last } = this.extentOf(span)
    let found: Parentheses | undefined
    for (let open = first - 1, close = last + 1; ; open--, close++) {
      const isPair = this.#is(open, t.LeftParenthesis) && !isCall(open) && this.#partner.get(open) === close
      if (!isPair) return found
      found = { open, close }
    }
  }

  #is(index: number, type: IToken['tokenType']): boolean {
    return this.tokens[index]?.tokenType === type
  }

  #lineStart(offset: number): number {
    let start = offset
    while (start > 0 && !'\r\n'.includes(this.text[start - 1] ?? '\n')) start--
    return start
  }
}

const breaksIn = (text: string): number => text.match(lineBreak)?.length ?? 0

function missing(offset: number): never {
  throw new Error(`no token at offset ${offset}`)
}
