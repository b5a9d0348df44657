import { type IToken, type TokenType, tokenMatcher } from 'chevrotain'
import * as t from './tokens.ts'

const continuing = new Set<TokenType>([t.Equals, t.Colon, t.Arrow, t.Comma, t.Dot, t.Not, t.In])
const closing = new Set<TokenType>([t.RightBrace, t.RightParenthesis, t.RightBracket])
const opening = new Set<TokenType>([t.LeftBrace, t.LeftParenthesis, t.LeftBracket])

/**
 * Keeps the new lines that separate items and drops the rest. The innermost open bracket decides: in `(` and `[` a new line
 * is nothing; in `{` and outside it separates, unless the line before goes on (it ends with an operator, `=`, `:`, `->` or a
 * comma), or nothing stands between it and a brace. Several count as one. Expects matched brackets.
 */
export function separate(tokens: readonly IToken[]): IToken[] {
  const separated: IToken[] = []
  const brackets: TokenType[] = []
  let angles = 0
  let goesOn = true // a line that is empty as yet
  for (const [index, token] of tokens.entries()) {
    const type = token.tokenType
    if (type === t.NewLine) {
      const innermost = brackets[brackets.length - 1]
      if (goesOn && breaksOff(separated, tokens, index)) goesOn = false
      if (goesOn || (innermost !== undefined && innermost !== t.LeftBrace)) continue
      goesOn = true
      if (separated[separated.length - 1]?.tokenType === t.RightBrace && elseBodyFollows(tokens, index)) continue
      angles = 0
      separated.push(innermost === undefined ? declarationEnd(token) : token)
      continue
    }
    if (closing.has(type)) {
      brackets.pop()
      if (isSeparator(separated[separated.length - 1])) separated.pop()
    } else if (opening.has(type)) brackets.push(type)
    const closesAngle = type === t.Greater && angles > 0
    if (type === t.Less && opensType(separated)) angles++
    else if (closesAngle) angles--
    goesOn = !closesAngle && (opening.has(type) || continuing.has(type) || tokenMatcher(token, t.Infix))
    separated.push(token)
  }
  if (isSeparator(separated[separated.length - 1])) separated.pop()
  return separated
}

const isSeparator = (token: IToken | undefined): boolean =>
  token?.tokenType === t.NewLine || token?.tokenType === t.DeclarationEnd

const declarationEnd = (token: IToken): IToken => ({
  ...token,
  tokenType: t.DeclarationEnd,
  tokenTypeIdx: t.DeclarationEnd.tokenTypeIdx ?? token.tokenTypeIdx,
})

/** They begin statements and nothing else, so the line before does not continue: its continuation is missing. */
const statementWords = new Set<TokenType>([t.Let, t.Var, t.Param, t.Predict, t.Return, t.Require, t.Export])

function breaksOff(before: readonly IToken[], tokens: readonly IToken[], index: number): boolean {
  const next = tokens[index + 1]
  const last = before[before.length - 1]
  if (next === undefined || last === undefined || isSeparator(last) || opening.has(last.tokenType)) return false
  return statementWords.has(next.tokenType) && tokens[index + 2]?.tokenType !== t.Colon
}

/** `list<` and `module name<`: what closes these is no operator, so a line may end with it. */
function opensType(before: readonly IToken[]): boolean {
  return before[before.length - 1]?.tokenType === t.List || before[before.length - 2]?.tokenType === t.Module
}

/** `else {` and `else if` may stand on the line after the `}`. */
function elseBodyFollows(tokens: readonly IToken[], index: number): boolean {
  let next = index
  while (tokens[next]?.tokenType === t.NewLine) next++
  const after = tokens[next + 1]?.tokenType
  return tokens[next]?.tokenType === t.Else && (after === t.LeftBrace || after === t.If)
}
