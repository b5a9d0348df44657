import { createTokenInstance, type IToken, type TokenType, tokenMatcher } from 'chevrotain'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { describeToken } from './describe.ts'
import { spanOfToken } from './location.ts'
import * as t from './tokens.ts'

/** Brackets inside brackets: the parser recurses through brackets alone, so this bounds its stack. */
export const maximumNesting = 128

const closerOf = new Map<TokenType, TokenType>([
  [t.LeftBrace, t.RightBrace],
  [t.LeftParenthesis, t.RightParenthesis],
  [t.LeftBracket, t.RightBracket],
])
const openerOf = new Map([...closerOf].map(([opener, closer]) => [closer, opener]))

/** They begin statements or declarations and nothing else: no open `(` or `[` reaches over a line that one begins. */
const statementWords = new Set([
  ...[t.Let, t.Var, t.Param, t.Predict, t.Return, t.Require, t.Export],
  ...[t.Import, t.Module, t.Model, t.Branch, t.Tower, t.Trunk],
])
/** At the very start of a line and before a name they begin a declaration, even where brackets are still open. */
const declarationWords = new Set([
  ...[t.Import, t.Export, t.Module, t.Model, t.Branch, t.Tower, t.Surface, t.Level, t.Features, t.Table],
  ...[t.Dataset, t.Train, t.Serve],
])

/**
 * The same tokens with every bracket matched: what was left open is closed where it should have been (tokens without text),
 * what closes nothing is taken out. So a missing brace costs one diagnostic, and the parser's recovery can trust brackets.
 * Undefined where brackets nest deeper than the limit.
 */
export function balance(
  file: string,
  text: string,
  tokens: readonly IToken[],
  diagnostics: Diagnostic[],
): IToken[] | undefined {
  const balanced: IToken[] = []
  const open: IToken[] = []

  const closeLast = (at: IToken | undefined) => {
    const opener = open.pop()
    if (opener === undefined) return
    const closer = closerOf.get(opener.tokenType) ?? t.RightBrace
    diagnostics.push(unclosed(file, text, opener, closer, at))
    // It stands before the line break that its bracket had swallowed.
    const line = balanced[balanced.length - 1]?.tokenType === t.NewLine ? balanced.pop() : undefined
    balanced.push(tokenWithoutText(closer, line?.startOffset ?? at?.startOffset ?? text.length))
    if (line !== undefined) balanced.push(line)
  }

  for (const [index, token] of tokens.entries()) {
    if (open.length > 0 && tokens[index - 1]?.tokenType === t.NewLine) {
      const next = tokens[index + 1]
      if (beginsDeclaration(text, token, next)) while (open.length > 0) closeLast(token)
      else if (beginsModelItem(token, next)) while (open.length > 1) closeLast(token)
      else if (beginsStatement(token, next))
        while (open.length > 0 && open[open.length - 1]?.tokenType !== t.LeftBrace) closeLast(token)
    }
    const opener = openerOf.get(token.tokenType)
    if (closerOf.has(token.tokenType)) {
      open.push(token)
      if (open.length > maximumNesting) {
        diagnostics.push(diagnostic('CTR1005', spanOfToken(file, token, text.length), { limit: maximumNesting }))
        return undefined
      }
    } else if (opener !== undefined) {
      if (!open.some((each) => each.tokenType === opener)) {
        const at = { close: token.image, open: String(opener.PATTERN) }
        diagnostics.push(diagnostic('CTR1004', spanOfToken(file, token, text.length), at))
        continue
      }
      while (open[open.length - 1]?.tokenType !== opener) closeLast(token)
      open.pop()
    }
    balanced.push(token)
  }
  while (open.length > 0) closeLast(undefined)
  return balanced
}

function unclosed(file: string, text: string, opener: IToken, closer: TokenType, at: IToken | undefined): Diagnostic {
  const related = [{ message: `this '${opener.image}'`, span: spanOfToken(file, opener, text.length) }]
  const parts = { open: opener.image, close: String(closer.PATTERN), found: describeToken(at) }
  return diagnostic('CTR1003', spanOfToken(file, at, text.length), parts, { related })
}

/** `tower search of ...` at the very start of a line. */
function beginsDeclaration(text: string, token: IToken, next: IToken | undefined): boolean {
  if (!declarationWords.has(token.tokenType) || next === undefined) return false
  if (!'\n\r'.includes(text[token.startOffset - 1] ?? '\n')) return false
  if (token.tokenType === t.Import) return next.tokenType === t.StringToken || next.tokenType === t.LeftBrace
  if (token.tokenType === t.Export) return next.tokenType === t.Module
  return tokenMatcher(next, t.Name) || next.tokenType === t.Each
}

/** Before `:` these words are names, and `module` is a type but before a name. */
const beginsStatement = (token: IToken, next: IToken | undefined): boolean =>
  token.tokenType === t.Module
    ? next !== undefined && tokenMatcher(next, t.Name)
    : statementWords.has(token.tokenType) && next?.tokenType !== t.Colon

/** `trunk {` and `calibrate click` stand in a model, and a model in nothing. */
function beginsModelItem(token: IToken, next: IToken | undefined): boolean {
  if (token.tokenType === t.Trunk) return next?.tokenType === t.LeftBrace
  return token.tokenType === t.Calibrate && next !== undefined && tokenMatcher(next, t.Name)
}

function tokenWithoutText(type: TokenType, startOffset: number): IToken {
  return createTokenInstance(type, '', startOffset, startOffset - 1, Number.NaN, Number.NaN, Number.NaN, Number.NaN)
}
