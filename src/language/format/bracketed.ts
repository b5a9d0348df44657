import { commentLines } from './comments.ts'
import { type Document, fill, group, indent, line, newLine, newLineAfter, softLine } from './document.ts'
import type { Layout } from './layout.ts'

/** What stands between two commas of a list. */
export interface Element {
  readonly start: number
  readonly print: () => Document
}

interface Brackets {
  /** The token that opens the list. */
  readonly open: number
  /** Blanks inside the brackets where the list stands on one line. */
  readonly spaced?: boolean
}

/**
 * A list in brackets. It stands on one line where that fits, unless a line ends after its opening bracket: then it keeps the lines on
 * which its elements stand. Where it does not fit it has as many elements on a line as fit.
 */
export function bracketed(layout: Layout, elements: readonly Element[], { open, spaced = false }: Brackets): Document {
  const { source, comments } = layout
  const close = source.partnerOf(open)
  const inner = spaced ? line : softLine
  const keepsLines = source.breaksBefore(open + 1)
  let broken = keepsLines && elements.length > 0
  const separators: Document[] = []
  const items: Document[] = []
  for (const [index, { start, print }] of elements.entries()) {
    const before = comments.before(start)
    if (before.length > 0) {
      broken = true
      separators.push([commentLines(layout, before, index > 0), newLine])
    } else if (index > 0 && keepsLines && source.breaksBefore(source.at(start)))
      separators.push(newLineAfter(source.hasBlankBefore(start)))
    else separators.push(index === 0 ? inner : line)
    items.push(index === elements.length - 1 ? print() : [print(), ','])
  }
  const after = comments.before(source.startOf(close))
  if (after.length > 0) broken = true
  const [opening, closing] = [source.tokens[open]?.image ?? '', source.tokens[close]?.image ?? '']
  if (elements.length === 0 && after.length === 0) return [opening, closing]
  const [first = inner, ...others] = elements.length === 0 ? ['' as const] : separators
  return group(
    [
      opening,
      indent([first, fill(items, others), commentLines(layout, after, items.length > 0)]),
      broken ? newLine : inner,
      closing,
    ],
    broken,
  )
}
