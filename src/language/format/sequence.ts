import type { Span } from '../../diagnostics/diagnostic.ts'
import { type Document, newLineAfter, trailingComment } from './document.ts'
import type { Layout } from './layout.ts'
import type { Comment } from './source-text.ts'

/**
 * Items on lines of their own, each on a new line, with their comments and single empty lines between. Comments before `end` come
 * after the last.
 */
export function sequence<Item extends { readonly span: Span }>(
  layout: Layout,
  items: readonly Item[],
  end: number,
  print: (item: Item) => Document,
): Document {
  const { source, comments } = layout
  const parts: Document[] = []
  const put = (start: number, document: Document) => {
    parts.push(newLineAfter(parts.length > 0 && hasLine && source.hasBlankBefore(start)), document)
    hasLine = true
  }
  let hasLine = false
  let last = 0
  const putComments = (found: readonly Comment[]) => {
    if (found.some(({ start }) => start < last)) layout.hasMoved = true
    for (const [index, comment] of found.entries())
      if (index === 0 && !comment.ownsLine) parts.push(trailingComment(comment.text))
      else put(comment.start, comment.text)
  }
  for (const item of items) {
    putComments(comments.before(item.span.start))
    put(item.span.start, print(item))
    last = item.span.end
  }
  putComments(comments.before(end))
  return parts
}
