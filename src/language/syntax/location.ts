import type { CstNode, CstNodeLocation, IToken } from 'chevrotain'
import type { Span } from '../../diagnostics/diagnostic.ts'

/**
 * Whether a token or a node has a place in the text. What recovery inserted, and nodes that consumed nothing, carry NaN;
 * check here before an offset is read.
 */
export function hasLocation(
  at: Pick<IToken, 'startOffset'> | Pick<CstNodeLocation, 'startOffset' | 'endOffset'> | undefined,
): boolean {
  if (at === undefined || Number.isNaN(at.startOffset)) return false
  return !('endOffset' in at) || at.endOffset === undefined || !Number.isNaN(at.endOffset)
}

/** A token's span; without a token, or for one without a place, the empty span at `otherwise`. */
export function spanOfToken(file: string, token: IToken | undefined, otherwise: number): Span {
  if (token === undefined || !hasLocation(token)) return { file, start: otherwise, end: otherwise }
  return { file, start: token.startOffset, end: token.startOffset + token.image.length }
}

/** A node's span, from its first token to the end of its last. */
export function spanOfNode(file: string, node: CstNode, otherwise: number): Span {
  const { location } = node
  if (location === undefined || !hasLocation(location)) return { file, start: otherwise, end: otherwise }
  return {
    file,
    start: location.startOffset,
    end: Math.max(location.startOffset, (location.endOffset ?? otherwise) + 1),
  }
}

/** The smallest span that holds both. */
export const joinSpans = (a: Span, b: Span): Span => ({
  file: a.file,
  start: Math.min(a.start, b.start),
  end: Math.max(a.end, b.end),
})
