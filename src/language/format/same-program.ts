import type { SourceFile } from '../syntax/ast.ts'
import { parse } from '../syntax/parse.ts'
import { SourceText } from './source-text.ts'

/**
 * Throws where a formatted text does not declare what the original does, or has other comments: a defect of the formatter, which must not
 * reach a user's file.
 */
export function checkSame(file: SourceFile, source: SourceText, path: string, formatted: string): void {
  const { file: again, diagnostics } = parse(path, formatted)
  const isSame =
    diagnostics.length === 0 &&
    meaningOf(again) === meaningOf(file) &&
    commentsOf(new SourceText(formatted)) === commentsOf(source)
  if (!isSame) throw new Error(`formatting '${path}' would change what it declares`)
}

/** Comments may move from one item to the next, places and the texts around them do; the order of comments is compared apart. */
const placing = new Set(['span', 'operatorSpan', 'trunkSpan', 'comments', 'trailing'])

const meaningOf = ({ items }: SourceFile): string =>
  JSON.stringify(items, (key, value: unknown) => (placing.has(key) ? undefined : value))

const commentsOf = ({ comments }: SourceText): string => comments.map(({ text }) => text).join('\n')
