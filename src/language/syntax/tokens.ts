import { createToken, Lexer, type TokenType } from 'chevrotain'

/**
 * The words and symbols of the language. Three categories keep the grammar short:
 * `Name` is an identifier or a word that means something only in its place (a feature may be called `level`);
 * `Label` is what may stand before a `:` in maps and arguments, reserved words too;
 * `Infix` is every operator of one sign or word between two operands.
 */
export const Label = createToken({ name: 'Label', pattern: Lexer.NA, label: 'a name' })
export const Name = createToken({ name: 'Name', pattern: Lexer.NA, label: 'a name', categories: [Label] })
export const Infix = createToken({ name: 'Infix', pattern: Lexer.NA, label: 'an operator' })
/** Between the entries of a map: a comma or a new line. */
export const Separator = createToken({ name: 'Separator', pattern: Lexer.NA, label: 'a comma or a new line' })

export const Identifier = createToken({
  name: 'Identifier',
  pattern: /[A-Za-z_][A-Za-z0-9_]*/,
  label: 'a name',
  categories: [Name],
})

const tokenName = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const reserved = (text: string, ...categories: TokenType[]) =>
  createToken({
    name: tokenName(text),
    pattern: text,
    label: `'${text}'`,
    longer_alt: Identifier,
    categories: [Label, ...categories],
  })

const contextual = (text: string) =>
  createToken({ name: tokenName(text), pattern: text, label: `'${text}'`, longer_alt: Identifier, categories: [Name] })

const sign = (name: string, text: string, ...categories: TokenType[]) =>
  createToken({ name, pattern: text, label: `'${text}'`, categories })

export const Import = reserved('import')
export const Export = reserved('export')
export const Module = reserved('module')
export const Model = reserved('model')
export const Trunk = reserved('trunk')
export const Branch = reserved('branch')
export const Tower = reserved('tower')
export const Let = reserved('let')
export const Var = reserved('var')
export const Param = reserved('param')
export const Predict = reserved('predict')
export const For = reserved('for')
export const If = reserved('if')
export const Else = reserved('else')
export const Each = reserved('each')
export const Return = reserved('return')
export const Require = reserved('require')
export const And = reserved('and', Infix)
export const Or = reserved('or', Infix)
export const Not = reserved('not')
export const In = reserved('in')
export const True = reserved('true')
export const False = reserved('false')
export const Null = reserved('null')

/** Words that no name may take (before a `:` in maps and arguments they are plain names). */
export const reservedWords: readonly TokenType[] = [
  ...[Import, Export, Module, Model, Trunk, Branch, Tower, Let, Var, Param, Predict, For, If, Else, Each, Return],
  Require,
  ...[And, Or, Not, In, True, False, Null],
]

export const From = contextual('from')
export const Surface = contextual('surface')
export const Level = contextual('level')
export const By = contextual('by')
export const Within = contextual('within')
export const Features = contextual('features')
export const Of = contextual('of')
export const One = contextual('one')
export const On = contextual('on')
export const Missing = contextual('missing')
export const Default = contextual('default')
export const Served = contextual('served')
export const As = contextual('as')
export const Table = contextual('table')
export const Sequence = contextual('sequence')
export const Max = contextual('max')
export const Staged = contextual('staged')
export const Extends = contextual('extends')
export const Without = contextual('without')
export const Setting = contextual('setting')
export const Calibrate = contextual('calibrate')
export const With = contextual('with')
export const Dataset = contextual('dataset')
export const Train = contextual('train')
export const Serve = contextual('serve')
export const List = contextual('list')
export const Per = contextual('per')
export const At = contextual('at')
export const Is = contextual('is')
export const Where = contextual('where')
export const Zeros = contextual('zeros')
export const Learned = contextual('learned')
export const Renamed = contextual('renamed')

/** Words that mean something only in their place. `one` is tried before `on`, which it begins with, and `without` before `with`. */
export const contextualWords: readonly TokenType[] = [
  ...[From, Surface, Level, By, Within, Features, Of, One, On, Missing, Default, Served, As, Table, Sequence, Max],
  ...[Staged, Extends],
  ...[Calibrate, Without, With, Setting, Dataset, Train, Serve, List, Per, At, Is, Where, Zeros, Learned, Renamed],
]

export const LeftBrace = sign('LeftBrace', '{')
export const RightBrace = sign('RightBrace', '}')
export const LeftParenthesis = sign('LeftParenthesis', '(')
export const RightParenthesis = sign('RightParenthesis', ')')
export const LeftBracket = sign('LeftBracket', '[')
export const RightBracket = sign('RightBracket', ']')
export const Arrow = sign('Arrow', '->')
export const Ellipsis = sign('Ellipsis', '...')
export const Range = sign('Range', '..', Infix)
export const Dot = sign('Dot', '.')
export const Comma = sign('Comma', ',', Separator)
export const Colon = sign('Colon', ':')
export const Equal = sign('Equal', '==', Infix)
export const NotEqual = sign('NotEqual', '!=', Infix)
export const LessOrEqual = sign('LessOrEqual', '<=', Infix)
export const GreaterOrEqual = sign('GreaterOrEqual', '>=', Infix)
export const Less = sign('Less', '<', Infix)
export const Greater = sign('Greater', '>', Infix)
export const Equals = sign('Equals', '=')
export const Plus = sign('Plus', '+', Infix)
export const Minus = sign('Minus', '-', Infix)
export const Times = sign('Times', '*', Infix)
export const Divide = sign('Divide', '/', Infix)
export const Remainder = sign('Remainder', '%', Infix)
export const MatrixTimes = sign('MatrixTimes', '@', Infix)

/** The operators between two operands that are signs. */
export const infixSigns: readonly TokenType[] = [
  ...[Range, Equal, NotEqual, LessOrEqual, GreaterOrEqual, Less, Greater],
  ...[Plus, Minus, Times, Divide, Remainder, MatrixTimes],
]

/** Longest first, where one begins with another. */
const signs: readonly TokenType[] = [
  ...[LeftBrace, RightBrace, LeftParenthesis, RightParenthesis, LeftBracket, RightBracket],
  ...[Arrow, Ellipsis, Range, Dot, Comma, Colon, Equal, NotEqual, LessOrEqual, GreaterOrEqual, Less, Greater, Equals],
  ...[Plus, Minus, Times, Divide, Remainder, MatrixTimes],
]

/** Everything that begins like a number; `lex` reports what is wrong with one that is not. `0..3` is a range. */
export const NumberToken = createToken({
  name: 'Number',
  pattern: /[0-9][A-Za-z0-9_]*(?:\.[0-9][A-Za-z0-9_]*)?(?:(?<=[eE])[+-][0-9][A-Za-z0-9_]*)?/,
  start_chars_hint: [...'0123456789'],
  label: 'a number',
})

/** By hand: a pattern with alternatives in a loop would spend the regular expression's stack on a long line. */
function quoted(quote: string) {
  return (text: string, offset: number): [string] | null => {
    if (text[offset] !== quote) return null
    let end = offset + 1
    while (end < text.length) {
      const character = text[end]
      if (character === '\n' || character === '\r') break
      if (character === quote) return [text.slice(offset, end + 1)]
      end += character === '\\' && text[end + 1] !== '\n' && text[end + 1] !== '\r' ? 2 : 1
    }
    return [text.slice(offset, Math.min(end, text.length))]
  }
}

/** With its quotes; without the second one where the line ended first. */
export const StringToken = createToken({
  name: 'String',
  pattern: quoted('"'),
  start_chars_hint: ['"'],
  line_breaks: false,
  label: 'a string',
})

/** At the top level, where declarations are separated: recovery from a broken declaration goes to the next one. */
export const DeclarationEnd = createToken({ name: 'DeclarationEnd', pattern: Lexer.NA, label: 'a new line' })
export const NewLine = createToken({
  name: 'NewLine',
  pattern: /\r\n|\n|\r/,
  line_breaks: true,
  label: 'a new line',
  categories: [Separator],
})

const Blank = createToken({ name: 'Blank', pattern: /[ \t\f\v\u00A0\uFEFF]+/, group: Lexer.SKIPPED })
export const Comment = createToken({ name: 'Comment', pattern: /\/\/[^\r\n]*/, group: 'comments' })

/** Notation of other languages: read as what it means there, with a diagnostic that shows how it is written here. */
export const HashComment = createToken({ name: 'HashComment', pattern: /#[^\r\n]*/ })
/** Unclosed, it takes the rest of the file: trying again at each of many would take time in the square of their number. */
export const BlockComment = createToken({
  name: 'BlockComment',
  pattern: (text, offset) => {
    if (!text.startsWith('/*', offset)) return null
    const end = text.indexOf('*/', offset + 2)
    return [text.slice(offset, end === -1 ? text.length : end + 2)]
  },
  start_chars_hint: ['/'],
  line_breaks: true,
})
/** A text over lines, as Python has it. Unclosed, it takes the rest of the file, as a block comment does. */
export const TripleQuoted = createToken({
  name: 'TripleQuoted',
  pattern: (text, offset) => {
    if (!text.startsWith('"""', offset)) return null
    const end = text.indexOf('"""', offset + 3)
    return [text.slice(offset, end === -1 ? text.length : end + 3)]
  },
  start_chars_hint: ['"'],
  line_breaks: true,
})
export const Semicolon = createToken({ name: 'Semicolon', pattern: ';' })
export const SingleQuoted = createToken({
  name: 'SingleQuoted',
  pattern: quoted("'"),
  start_chars_hint: ["'"],
  line_breaks: false,
})
export const DoubleAmpersand = createToken({ name: 'DoubleAmpersand', pattern: '&&' })
export const DoubleBar = createToken({ name: 'DoubleBar', pattern: '||' })
export const Bang = createToken({ name: 'Bang', pattern: '!' })

/** What the lexer tries, in order. */
export const lexerTokens: readonly TokenType[] = [
  ...[Blank, NewLine, Comment, HashComment, BlockComment, TripleQuoted, StringToken, NumberToken],
  ...reservedWords,
  ...contextualWords,
  ...[Identifier, ...signs, Semicolon, SingleQuoted, DoubleAmpersand, DoubleBar, Bang],
]

/** What the grammar knows. */
export const grammarTokens: readonly TokenType[] = [
  ...[Label, Name, Infix, Separator, DeclarationEnd, NewLine, StringToken, NumberToken],
  ...reservedWords,
  ...contextualWords,
  ...[Identifier, ...signs],
]
