import { type Document, group, indent, newLine, newLineAfter, trailingComment } from './document.ts'
import type { Layout } from './layout.ts'
import type { Comment } from './source-text.ts'

/** Comments after something on the same line; a line has to end behind them. The first stays on its line if it was behind code. */
export function commentLines(layout: Layout, comments: readonly Comment[], afterBlank = false): Document[] {
  return comments.map((comment, index) => {
    if (index === 0 && !comment.ownsLine) return trailingComment(comment.text)
    const blank = (index > 0 || afterBlank) && layout.source.hasBlankBefore(comment.start)
    return [newLineAfter(blank), comment.text]
  })
}

/** What follows `=`, `:` or an operator, from its offset on: on the same line, or below the comments between. */
export function afterSign(layout: Layout, start: number, print: () => Document, between = ' '): Document {
  const comments = layout.comments.before(start)
  return comments.length === 0
    ? [between, print()]
    : group(indent([commentLines(layout, comments), newLine, print()]), true)
}
