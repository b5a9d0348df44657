import { EOF, type IParserErrorMessageProvider, type IToken, type TokenType, tokenLabel } from 'chevrotain'
import * as t from './tokens.ts'

interface Repetition {
  readonly item: string
  /** Between items. */
  readonly separator: string
  readonly closer: string
}

/** The rules that repeat items: after an item the parser itself would name the closing token alone. */
const repetitions: Readonly<Record<string, Repetition>> = {
  file: {
    item: 'a declaration: import, surface, level, features, table, module, model, branch, tower, dataset, train or serve',
    separator: 'a new line',
    closer: '',
  },
  block: {
    item: 'a statement: let, var, param, predict, return, require, for, if or a value',
    separator: 'a new line',
    closer: "'}'",
  },
  modelDeclaration: { item: "'trunk', 'calibrate'", separator: 'a new line', closer: "'}'" },
  configMap: { item: "a name and ':'", separator: 'a comma, a new line', closer: "'}'" },
  featuresDeclaration: { item: "a feature's name", separator: 'a new line', closer: "'}'" },
  sequence: { item: "a field's name", separator: 'a new line', closer: "'}'" },
  record: { item: 'a name', separator: 'a comma', closer: "'}'" },
  importDeclaration: { item: 'a name', separator: 'a comma', closer: "'}'" },
  moduleDeclaration: { item: 'a parameter', separator: 'a comma', closer: "')'" },
  argumentList: { item: 'a value', separator: 'a comma', closer: "')'" },
  list: { item: 'a value', separator: 'a comma', closer: "']'" },
  configList: { item: 'a value', separator: 'a comma', closer: "']'" },
  shape: { item: 'a dimension', separator: 'a comma', closer: "']'" },
}

const betweenItems = new Set<TokenType>([
  ...[t.LeftBrace, t.LeftParenthesis, t.LeftBracket, t.Comma, t.NewLine, t.DeclarationEnd, EOF],
])

function expectedIn(rule: string, type: TokenType, previous: TokenType): string {
  const label = type === EOF ? '' : tokenLabel(type)
  const repetition = repetitions[rule]
  if (repetition === undefined || repetition.closer !== label) return label
  const next = betweenItems.has(previous) ? repetition.item : repetition.separator
  return label === '' ? next : `${next} or ${label}`
}

/** First words of alternatives, as `'a', 'b' or 'c'`. */
function anyOf(types: readonly TokenType[]): string {
  const labels = [...new Set(types.map((type) => tokenLabel(type)))]
  if (labels.length <= 1) return labels[0] ?? 'something else'
  return `${labels.slice(0, -1).join(', ')} or ${labels[labels.length - 1]}`
}

/** More errors than anyone reads; each costs a stack trace, so a file of noise would take minutes. */
export const maximumErrors = 100
export class TooManyErrors extends Error {}

/** Describes what the parser expected, in the user's words (`reportMistake` describes what it found), and stops it in the end. */
export class Expectations implements IParserErrorMessageProvider {
  #errors = 0
  #tokens: readonly IToken[] = []

  reset(tokens: readonly IToken[]) {
    this.#errors = 0
    this.#tokens = tokens
  }

  buildMismatchTokenMessage(at: { expected: TokenType; actual: IToken; ruleName: string }): string {
    this.#count()
    return expectedIn(at.ruleName, at.expected, this.#before(at.actual))
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

  /** By offset: the parser's own `previous` is, after recovery, the last token skipped. */
  #before(token: IToken): TokenType {
    if (token.tokenType === EOF) return this.#tokens[this.#tokens.length - 1]?.tokenType ?? EOF
    let low = 0
    let high = this.#tokens.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#tokens[middle]!.startOffset < token.startOffset) low = middle + 1
      else high = middle
    }
    return this.#tokens[low - 1]?.tokenType ?? EOF
  }

  #count() {
    if (++this.#errors > maximumErrors) throw new TooManyErrors()
  }
}
