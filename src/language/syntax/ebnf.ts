import {
  Alternation,
  Alternative,
  EOF,
  type IProduction,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator,
  type Rule,
  Terminal,
  type TokenType,
} from 'chevrotain'
import { Parser } from './grammar/parser.ts'
import * as t from './tokens.ts'

/** Tokens that are no fixed text, in EBNF of characters. */
const lexical: readonly (readonly [name: string, definition: string])[] = [
  ['Identifier', '( letter | "_" ) { letter | digit | "_" }'],
  ['Number', 'digits [ "." digits ] [ ( "e" | "E" ) [ "+" | "-" ] digit { digit } | "K" | "M" ]'],
  ['digits', 'digit { [ "_" ] digit }'],
  ['String', "'\"' { character | escape } '\"'"],
  ['escape', '"\\" ( \'"\' | "\\" | "n" | "r" | "t" | "u{" hexadecimal { hexadecimal } "}" )'],
  ['NewLine', '? a line break inside "{ }", where the line does not go on ?'],
  ['DeclarationEnd', '? a line break outside brackets, where the line does not go on ?'],
  ['Comment', '"//" { character }'],
]

const quoted = (text: string) => (text.includes('"') ? `'${text}'` : `"${text}"`)

const spelled = (type: TokenType): string => (typeof type.PATTERN === 'string' ? quoted(type.PATTERN) : type.name)

const membersOf = (category: TokenType): string =>
  t.grammarTokens
    .filter((type) => type.CATEGORIES?.includes(category))
    .map(spelled)
    .join(' | ')

/** The grammar in EBNF (ISO 14977 but for the comma between the parts of a sequence), from the parser's own rules. */
export function ebnf(): string {
  const categories = [t.Label, t.Name, t.Infix, t.Separator].map((type) => definition(type.name, membersOf(type)))
  return [
    '(* The grammar of .ctr files, generated from the parser: see README.md beside it. *)',
    '(* Several new lines count as one; none stands after an opening brace or before a closing one. *)',
    '(* Operators are one flat rule; README.md has their precedence. *)',
    '',
    ...inOrderOfUse(new Parser().getGAstProductions()).map((rule) => definition(rule.name, bare(rule.definition))),
    '',
    '(* Words and signs. *)',
    '',
    ...categories,
    ...lexical.map(([name, text]) => definition(name, text)),
    '',
  ].join('\n')
}

/** From the file inwards, each rule where it is first used. */
function inOrderOfUse(rules: Readonly<Record<string, Rule>>): readonly Rule[] {
  const ordered = new Set<Rule>()
  const visit = (production: IProduction) => {
    if (production instanceof NonTerminal) {
      const rule = rules[production.nonTerminalName]
      if (rule !== undefined && !ordered.has(rule)) queue.push(rule)
    } else if ('definition' in production) for (const part of partsOf(production)) visit(part)
  }
  const queue: Rule[] = rules.file === undefined ? [] : [rules.file]
  for (const rule of queue) {
    ordered.add(rule)
    for (const part of rule.definition) visit(part)
  }
  return [...ordered]
}

const partsOf = (production: IProduction): readonly IProduction[] =>
  production instanceof Alternation ||
  production instanceof Alternative ||
  production instanceof Option ||
  production instanceof Repetition ||
  production instanceof RepetitionMandatory ||
  production instanceof RepetitionWithSeparator ||
  production instanceof RepetitionMandatoryWithSeparator
    ? production.definition
    : []

const sequence = (parts: readonly IProduction[]): string => parts.map(production).join(' ')

function production(part: IProduction): string {
  if (part instanceof Terminal) return part.terminalType === EOF ? '? end of file ?' : spelled(part.terminalType)
  if (part instanceof NonTerminal) return part.nonTerminalName
  const inside = partsOf(part)
  if (part instanceof Alternation) return `( ${inside.map((each) => sequence(partsOf(each))).join(' | ')} )`
  if (part instanceof Option) return `[ ${bare(inside)} ]`
  if (part instanceof Repetition) return `{ ${bare(inside)} }`
  if (part instanceof RepetitionMandatory) return `${sequence(inside)} { ${sequence(inside)} }`
  if (part instanceof RepetitionWithSeparator || part instanceof RepetitionMandatoryWithSeparator) {
    const listed = `${sequence(inside)} { ${spelled(part.separator)} ${sequence(inside)} }`
    return part instanceof RepetitionWithSeparator ? `[ ${listed} ]` : listed
  }
  return sequence(inside)
}

/** What stands alone in brackets needs no parentheses, and neither does a rule that is a choice. */
function bare(parts: readonly IProduction[]): string {
  const [part] = parts
  return part instanceof Alternation && parts.length === 1
    ? partsOf(part)
        .map((each) => sequence(partsOf(each)))
        .join(' | ')
    : sequence(parts)
}

/** Lines of at most 120 characters, broken before an alternative where there is one. */
function definition(name: string, text: string): string {
  const lines = [`${name} =`]
  for (const word of text.split(/ (?=\| )/)) {
    const last = lines[lines.length - 1]!
    if (last.length + word.length + 3 <= 120) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(`    ${word}`)
  }
  return `${lines.join('\n')} ;`
}
