import type { IParserErrorMessageProvider, TokenType } from 'chevrotain'
import { tokenLabel } from 'chevrotain'
import * as t from './tokens.ts'

/** What may stand where a rule's closing token was expected: the parser names the closer alone. */
const inPlaceOf = new Map<string, string>([
  ['block }', "a new line or '}'"],
  ['modelDeclaration }', "a new line or '}'"],
  ['configMap }', "a comma, a new line or '}'"],
  ['featuresDeclaration }', "a new line or '}'"],
  ['record }', "a comma or '}'"],
  ['importDeclaration }', "a comma or '}'"],
  ['argumentList )', "a comma or ')'"],
  ['moduleDeclaration )', "a comma or ')'"],
  ['list ]', "a comma or ']'"],
  ['configList ]', "a comma or ']'"],
  ['shape ]', "a comma or ']'"],
  ['file EOF', 'a new line'],
])

/** First words of alternatives, as `'a', 'b' or 'c'`. */
function anyOf(types: readonly TokenType[]): string {
  const labels = [...new Set(types.map((type) => tokenLabel(type)))]
  if (labels.length <= 1) return labels[0] ?? 'something else'
  return `${labels.slice(0, -1).join(', ')} or ${labels[labels.length - 1]}`
}

/** More mistakes than anyone reads; each costs a stack trace, so a file of noise would take minutes. */
export const maximumErrors = 100
export class TooManyErrors extends Error {}

/** Says what the parser expected, in the user's words (what it found, `reportMistake` says), and stops it in the end. */
export class Expectations implements IParserErrorMessageProvider {
  #errors = 0

  reset() {
    this.#errors = 0
  }

  buildMismatchTokenMessage({ expected: type, ruleName }: { expected: TokenType; ruleName: string }): string {
    this.#count()
    const sign = type.name === 'EOF' ? 'EOF' : String(type.PATTERN)
    return inPlaceOf.get(`${ruleName} ${sign}`) ?? tokenLabel(type)
  }

  buildNotAllInputParsedMessage(): string {
    this.#count()
    return tokenLabel(t.DeclarationEnd)
  }

  buildNoViableAltMessage(at: { expectedPathsPerAlt: TokenType[][][]; customUserDescription?: string }): string {
    this.#count()
    return at.customUserDescription ?? anyOf(at.expectedPathsPerAlt.flat().flatMap((path) => path.slice(0, 1)))
  }

  buildEarlyExitMessage(at: { expectedIterationPaths: TokenType[][]; customUserDescription?: string }): string {
    this.#count()
    return at.customUserDescription ?? anyOf(at.expectedIterationPaths.flatMap((path) => path.slice(0, 1)))
  }

  #count() {
    if (++this.#errors > maximumErrors) throw new TooManyErrors()
  }
}
