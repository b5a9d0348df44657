import type { Statement } from '../syntax/ast.ts'
import { CommentCursor } from './comment-cursor.ts'
import type { Document } from './document.ts'
import type { SourceText } from './source-text.ts'

/** `column`: the width of what stands before the statement's column. */
export type PrintStatement = (layout: Layout, statement: Statement, column: number | undefined) => Document

/** What every printer of a node is given: the text, and the comments that are not printed yet. */
export class Layout {
  readonly comments: CommentCursor
  /** A comment was printed behind the item that it stood in: what comes next may have other neighbours now. */
  hasMoved = false
  /** Tokens that open a call's arguments. */
  readonly #calls = new Set<number>()

  constructor(
    readonly source: SourceText,
    /** Handed in, since expressions hold blocks and blocks hold statements: so the printers' imports have no cycle. */
    readonly printStatement: PrintStatement,
    comments = source.comments,
  ) {
    this.comments = new CommentCursor(comments)
  }

  /** The same text without comments: to measure something ahead of its turn. */
  ahead(): Layout {
    return new Layout(this.source, this.printStatement, [])
  }

  noteCall(open: number): void {
    this.#calls.add(open)
  }

  readonly isCall = (open: number): boolean => this.#calls.has(open)
}
