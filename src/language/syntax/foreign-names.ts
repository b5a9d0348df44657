import { createTokenInstance, type IToken, tokenMatcher } from 'chevrotain'
import * as t from './tokens.ts'

/** Characters that the lexer refused and has reported. */
interface Refused {
  readonly offset: number
  readonly length: number
}

/**
 * The tokens, with a name where letters of other alphabets or pictures stand: they have been reported as characters, and that a name is
 * missing there would be untrue. What touches such a name belongs to it: a word with one accent is one name, not three.
 */
export function withForeignNames(text: string, tokens: readonly IToken[], refused: readonly Refused[]): IToken[] {
  const foreign = refused
    .map(({ offset, length }) => identifier(text.slice(offset, offset + length), offset))
    .filter(({ image }) => isForeignWord(image))
  if (foreign.length === 0) return [...tokens]
  const isForeign = new Set(foreign)
  const all = [...tokens, ...foreign].sort((a, b) => a.startOffset - b.startOffset)
  const merged: IToken[] = []
  for (const token of all) {
    const last = merged.at(-1)
    const belongs =
      last !== undefined &&
      last.startOffset + last.image.length === token.startOffset &&
      ((isForeign.has(last) && isWord(token)) || (isForeign.has(token) && isWord(last)))
    if (!belongs) {
      merged.push(token)
      continue
    }
    const whole = identifier(last.image + token.image, last.startOffset)
    isForeign.add(whole)
    merged[merged.length - 1] = whole
  }
  return merged
}

function identifier(image: string, startOffset: number): IToken {
  const none = Number.NaN
  return createTokenInstance(t.Identifier, image, startOffset, startOffset + image.length - 1, none, none, none, none)
}

const isWord = (token: IToken): boolean => tokenMatcher(token, t.Label)

/** Letters, digits and pictures (which may be joined ones); no quotes, dashes, blanks or signs. */
const isForeignWord = (text: string): boolean =>
  /^(?:\p{L}|\p{N}|\p{M}|\p{Extended_Pictographic}|\u200d|\ufe0f)+$/u.test(text)
