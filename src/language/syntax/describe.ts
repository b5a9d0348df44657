import { EOF, type IToken, tokenMatcher } from 'chevrotain'
import { DeclarationEnd, Identifier, Name, NewLine, NumberToken, reservedWords, StringToken } from './tokens.ts'

const reserved = new Set(reservedWords)

/** A token as a user would name it; undefined is the file's end. */
export function describeToken(token: IToken | undefined): string {
  if (token === undefined || token.tokenType === EOF) return 'the end of the file'
  if (token.tokenType === NewLine || token.tokenType === DeclarationEnd) return 'the end of the line'
  if (token.tokenType === StringToken) return 'a string'
  if (token.tokenType === NumberToken) return `the number ${shortened(token.image)}`
  if (reserved.has(token.tokenType)) return `the reserved word '${token.image}'`
  if (token.tokenType === Identifier || tokenMatcher(token, Name)) return `the name '${shortened(token.image)}'`
  return `'${token.image}'`
}

const shortened = (text: string) => (text.length <= 40 ? text : `${text.slice(0, 37)}...`)
