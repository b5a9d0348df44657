import type { IToken } from 'chevrotain'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { Declaration, SourceFile } from './ast.ts'
import { balance } from './brackets.ts'
import { Building } from './build/building.ts'
import { CommentQueue } from './build/comments.ts'
import { nodes } from './build/cst.ts'
import { buildDeclaration } from './build/declarations.ts'
import { buildStatement } from './build/statements.ts'
import { maximumErrors } from './expectations.ts'
import { Parser } from './grammar/parser.ts'
import { type LexedText, lex } from './lex.ts'
import { reportMistake } from './mistakes.ts'
import { separate } from './newlines.ts'

/** UTF-16 units; the largest hand-written file is a thousandth of it. */
export const maximumCharacters = 4_000_000

let parser: Parser | undefined

/**
 * A file's syntax tree, and what is wrong with its text. Never throws: whatever the text, there is a tree of what could be
 * read. A mistake costs its own line; the lines around it are in the tree.
 */
export function parse(path: string, text: string): { file: SourceFile; diagnostics: readonly Diagnostic[] } {
  const span = { file: path, start: 0, end: text.length }
  const empty: SourceFile = { path, text, items: [], trailing: [], span }
  if (text.length > maximumCharacters) {
    const at = { characters: text.length, limit: maximumCharacters }
    return { file: empty, diagnostics: [diagnostic('CTR1019', { ...span, end: 0 }, at)] }
  }
  const diagnostics: Diagnostic[] = []
  const lexed = lex(path, text, diagnostics)
  const balanced = balance(path, text, lexed.tokens, diagnostics)
  const items = balanced === undefined ? undefined : readItems(path, text, separate(balanced), lexed, diagnostics)
  diagnostics.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0))
  const first = diagnostics.slice(0, maximumErrors)
  const next = diagnostics[maximumErrors]
  if (next !== undefined) first.push(diagnostic('CTR1018', next.span, { limit: maximumErrors }))
  return { file: items === undefined ? empty : { ...empty, ...items }, diagnostics: first }
}

function readItems(
  path: string,
  text: string,
  tokens: IToken[],
  { comments }: LexedText,
  diagnostics: Diagnostic[],
): Pick<SourceFile, 'items' | 'trailing'> | undefined {
  parser ??= new Parser()
  const cst = parser.read(tokens)
  for (const error of parser.errors) reportMistake(path, text, error, diagnostics)
  if (cst === undefined) return undefined
  const b = new Building(path, text, new CommentQueue(text, comments), diagnostics, buildStatement)
  const items = nodes(cst, 'declaration').flatMap((each): Declaration[] => {
    const built = buildDeclaration(b, each)
    return built === undefined ? [] : [built]
  })
  return { items, trailing: b.comments.rest(Number.POSITIVE_INFINITY) }
}
