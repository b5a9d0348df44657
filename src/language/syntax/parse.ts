import type { CstNode, IToken } from 'chevrotain'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { SourceFile } from './ast.ts'
import { balance } from './brackets.ts'
import { Building } from './build/building.ts'
import { CommentQueue } from './build/comments.ts'
import { nodes } from './build/cst.ts'
import { buildDeclaration } from './build/declarations.ts'
import { buildStatement } from './build/statements.ts'
import { maximumErrors } from './expectations.ts'
import { Parser } from './grammar/parser.ts'
import { lex } from './lex.ts'
import { reportMistake } from './mistakes.ts'
import { separate } from './newlines.ts'

/** UTF-16 units; the largest hand-written file is a thousandth of it. */
export const maximumCharacters = 4_000_000

let parser: Parser | undefined

export interface Parsed {
  readonly file: SourceFile
  readonly diagnostics: readonly Diagnostic[]
  /** The text is beyond a bound: what it declares is not known, and nothing is to be concluded from the empty tree. */
  readonly isUnread: boolean
}

/**
 * A file's syntax tree, and what is wrong with its text. Never throws: for every text there is a tree of what could be
 * read. An error costs its own line; the lines around it are in the tree.
 */
export function parse(path: string, text: string): Parsed {
  const span = { file: path, start: 0, end: text.length }
  const empty: SourceFile = { path, text, items: [], trailing: [], span }
  if (text.length > maximumCharacters) {
    const at = { characters: text.length, limit: maximumCharacters }
    return { file: empty, diagnostics: [diagnostic('CTR1019', { ...span, end: 0 }, at)], isUnread: true }
  }
  const diagnostics: Diagnostic[] = []
  const lexed = lex(path, text, diagnostics)
  const tokens = balance(path, text, lexed.tokens, diagnostics)
  const cst = tokens && readTree(path, text, separate(tokens), diagnostics)
  const file = cst === undefined ? empty : { ...empty, ...buildItems(path, text, cst, lexed.comments, diagnostics) }
  const gaveUp = tokens !== undefined && cst === undefined
  return { file, diagnostics: firstOf(diagnostics, gaveUp), isUnread: cst === undefined }
}

function readTree(path: string, text: string, tokens: IToken[], diagnostics: Diagnostic[]): CstNode | undefined {
  parser ??= new Parser()
  const cst = parser.read(tokens)
  for (const error of parser.errors) reportMistake(path, text, error, diagnostics)
  return cst
}

function buildItems(
  path: string,
  text: string,
  cst: CstNode,
  comments: readonly IToken[],
  diagnostics: Diagnostic[],
): Pick<SourceFile, 'items' | 'trailing'> {
  const b = new Building(path, text, new CommentQueue(text, comments), diagnostics, buildStatement)
  const items = nodes(cst, 'declaration').flatMap((each) => buildDeclaration(b, each) ?? [])
  return { items, trailing: b.comments.rest(Number.POSITIVE_INFINITY) }
}

/** In the order of the text, as many as are worth reading. */
function firstOf(diagnostics: readonly Diagnostic[], gaveUp: boolean): readonly Diagnostic[] {
  const ordered = diagnostics.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0))
  if (!gaveUp && ordered.length <= maximumErrors) return ordered
  const first = ordered.slice(0, maximumErrors)
  return [...first, diagnostic('CTR1018', first[first.length - 1]?.span, { limit: maximumErrors })]
}
