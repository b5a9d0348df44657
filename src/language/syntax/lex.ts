import { type IToken, Lexer, type TokenType } from 'chevrotain'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { withForeignNames } from './foreign-names.ts'
import { spanOfToken } from './location.ts'
import {
  And,
  Bang,
  BlockComment,
  Colon,
  Comma,
  Dot,
  DoubleAmpersand,
  DoubleBar,
  Equals,
  HashComment,
  infixSigns,
  LeftBrace,
  LeftBracket,
  LeftParenthesis,
  lexerTokens,
  NewLine,
  Not,
  NumberToken,
  Or,
  Semicolon,
  SingleQuoted,
  StringToken,
  TripleQuoted,
} from './tokens.ts'

/** How the comments of other languages begin. */
const foreignComments = new Map<TokenType, string>([
  [HashComment, '#'],
  [BlockComment, '/*'],
])

export interface LexedText {
  readonly tokens: IToken[]
  readonly comments: readonly IToken[]
}

const lexer = new Lexer([...lexerTokens], {
  ensureOptimizations: true,
  positionTracking: 'onlyOffset',
  skipValidations: true,
})

/** What a symbol of another language is read as, and what to write instead. */
const foreign = new Map<TokenType, { as: TokenType; text: string; instead: string }>([
  [Semicolon, { as: NewLine, text: '\n', instead: 'a new line ends an item' }],
  [DoubleAmpersand, { as: And, text: 'and', instead: "write 'and'" }],
  [DoubleBar, { as: Or, text: 'or', instead: "write 'or'" }],
  [Bang, { as: Not, text: 'not ', instead: "write 'not'" }],
])

/** A text's tokens, new lines included, and its comments beside them. Reports what is no token. */
export function lex(file: string, text: string, diagnostics: Diagnostic[]): LexedText {
  const { tokens, groups, errors } = lexer.tokenize(text)
  for (const { offset, length } of errors) {
    const span = { file, start: offset, end: offset + length }
    const shown = text.slice(offset, offset + Math.min(length, 20))
    const code = `U+${(text.codePointAt(offset) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
    diagnostics.push(diagnostic('CTR1002', span, { text: `${JSON.stringify(shown)} (${code})` }))
  }
  const mended: IToken[] = []
  for (const token of withForeignNames(text, tokens, errors)) {
    mend(file, token, diagnostics)
    if (foreignComments.has(token.tokenType)) continue
    const last = mended[mended.length - 1]
    if (last !== undefined && isOneNumber(mended[mended.length - 2], last, token)) {
      last.image += token.image
      retag(last, NumberToken)
    } else mended.push(token)
  }
  // The lexer leaves this out when it tracks offsets alone; the parser's nodes take their ends from it.
  for (const token of mended) token.endOffset = token.startOffset + token.image.length - 1
  return { tokens: mended, comments: groups.comments ?? [] }
}

/** `.5` and `5.`, so that they are refused as numbers, with the way to write them. */
function isOneNumber(before: IToken | undefined, last: IToken, token: IToken): boolean {
  if (endOf(last) !== token.startOffset) return false
  if (last.tokenType === NumberToken) return token.tokenType === Dot
  const isMember = before !== undefined && endOf(before) === last.startOffset && !operators.has(before.tokenType)
  return last.tokenType === Dot && token.tokenType === NumberToken && !isMember
}

const operators = new Set<TokenType>([...infixSigns, Equals, Colon, Comma, LeftParenthesis, LeftBracket, LeftBrace])
const endOf = (token: IToken) => token.startOffset + token.image.length

function mend(file: string, token: IToken, diagnostics: Diagnostic[]) {
  const span = spanOfToken(file, token, token.startOffset)
  const replacement = foreign.get(token.tokenType)
  const opener = foreignComments.get(token.tokenType)
  if (opener !== undefined) {
    const at = { found: `'${opener}'`, instead: "comments begin with '//'" }
    diagnostics.push(diagnostic('CTR1020', { ...span, end: span.start + opener.length }, at))
  } else if (replacement !== undefined) {
    retag(token, replacement.as)
    const { instead, text } = replacement
    const fixes = [
      {
        kind: 'spelling' as const,
        title: `write '${text.trim() === '' ? 'a new line' : text.trim()}'`,
        edits: [{ span, text }],
      },
    ]
    diagnostics.push(diagnostic('CTR1020', span, { found: `'${token.image}'`, instead }, { fixes }))
  } else if (token.tokenType === SingleQuoted) {
    retag(token, StringToken)
    const text = `"${token.image.slice(1, -1).replaceAll('"', '\\"')}"`
    const fixes = isClosed(token.image)
      ? [{ kind: 'spelling' as const, title: 'use double quotes', edits: [{ span, text }] }]
      : []
    diagnostics.push(
      diagnostic('CTR1020', span, { found: 'a single quote', instead: 'strings use double quotes' }, { fixes }),
    )
  } else if (token.tokenType === TripleQuoted) {
    const at = {
      found: `'"""'`,
      instead: 'a string ends on its line; a long query is a file beside the spec, file("log.sql")',
    }
    diagnostics.push(diagnostic('CTR1020', { ...span, end: span.start + 3 }, at))
    // Without its text, which is not escaped as a string is.
    token.image = '""'
    retag(token, StringToken)
  } else if (token.tokenType === StringToken && !isClosed(token.image)) {
    diagnostics.push(diagnostic('CTR1007', span, { quote: '"' }))
  }
}

/** Whether a string token ends with its quote: one that is not escaped. */
export function isClosed(image: string): boolean {
  const last = image.length - 1
  let escapes = 0
  while (image[last - 1 - escapes] === '\\') escapes++
  return last > 0 && image[last] === image[0] && escapes % 2 === 0
}

function retag(token: IToken, type: TokenType) {
  token.tokenType = type
  token.tokenTypeIdx = type.tokenTypeIdx ?? token.tokenTypeIdx
}
