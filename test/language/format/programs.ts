import fc from 'fast-check'

/**
 * Random programs of every construct, with blanks, line breaks, empty lines and comments wherever the grammar has a place for them. A text is
 * generated with marks in its gaps; each mark is filled by a number drawn for it.
 */
const gap = {
  /** Blanks: at least one. */
  blank: '\u0001',
  /** Blanks, or none. */
  maybe: '\u0002',
  /** Where a line goes on: behind an operator, a comma, an opening bracket. */
  open: '\u0003',
  /** Between the items of a block: a line ends. */
  items: '\u0004',
  /** Between the entries of a map: a comma or a line end. */
  entries: '\u0005',
} as const
const { blank: _, maybe: m, open: o, items: i, entries: e } = gap

const comments = ['// a', '//b', '/// doc', '//', '// "quoted" { [ (', '//~ CTR1001', '// x = 1   ']
const blanks = ['', ' ', '  ', '\t', '     ']
const breaks = ['\n', '\r\n', '\n\n', '\n\n\n  ', ' \n\t']

/** The text of a marked one; `draws` decides each gap. `commented`: how many of 16 gaps that may have a comment have one. */
export function filled(marked: string, draws: readonly number[], commented = 3): string {
  const brackets: string[] = []
  let at = 0
  const draw = (): number => draws[at++ % draws.length] ?? 0
  const pick = (from: readonly string[]): string => from[draw() % from.length] ?? ''
  const comment = (): string => (draw() % 16 < commented ? `${pick(blanks)}${pick(comments)}${pick(breaks)}` : '')
  let text = ''
  for (const character of marked) {
    if ('([{'.includes(character)) brackets.push(character)
    if (')]}'.includes(character)) brackets.pop()
    const isFree = brackets.length > 0 && brackets[brackets.length - 1] !== '{'
    switch (character) {
      case gap.blank:
        text += ` ${pick(blanks)}${isFree ? comment() : ''}`
        break
      case gap.maybe:
        text += isFree && draw() % 8 === 0 ? pick(breaks) : pick(blanks)
        break
      case gap.open:
        text += `${draw() % 4 === 0 ? pick(breaks) : pick(blanks)}${comment()}${comment()}`
        break
      case gap.items:
        text += `${pick(blanks)}${comment()}\n${comment()}${draw() % 4 === 0 ? pick(breaks) : ''}`
        break
      case gap.entries:
        text +=
          draw() % 2 === 0 ? `${pick(blanks)}${comment()}\n${comment()}` : `,${draw() % 3 === 0 ? pick(breaks) : ' '}`
        break
      default:
        text += character
    }
  }
  return text
}

const name = fc.constantFrom('a', 'user', 'surface', 'level', 'impressions_30d', 'h', 'a_name_that_is_longer_than_most')
const number = fc.constantFrom('0', '1_000', '2.5', '4M', '1e-3')
const string = fc.constantFrom('"s"', '"a \\"b\\" \\n \\u{41}"', '"{ // }"')
const many = <T>(of: fc.Arbitrary<T>, most = 3) => fc.array(of, { maxLength: most })
const some = <T>(of: fc.Arbitrary<T>, most = 3) => fc.array(of, { minLength: 1, maxLength: most })
const optional = (of: fc.Arbitrary<string>) => fc.oneof(fc.constant(''), of)
const map2 = (a: fc.Arbitrary<string>, b: fc.Arbitrary<string>, join: (a: string, b: string) => string) =>
  fc.tuple(a, b).map(([x, y]) => join(x, y))

const commas = (all: readonly string[]) => all.join(`${m},${o}`)
const braced = (all: readonly string[], separator: string) =>
  all.length === 0 ? `{${o}}` : `{${o}${all.join(separator)}${o}}`

interface Forms {
  expression: string
  operand: string
  value: string
  statement: string
}

/** `value`: what a body may end in; it does not begin with a sign. */
const { expression, statement } = fc.letrec((tie: fc.LetrecTypedTie<Forms>) => {
  const each: fc.Arbitrary<string> = tie('expression')
  const operand: fc.Arbitrary<string> = tie('operand')
  const body = fc
    .tuple(many(tie('statement'), 2), tie('value'))
    .map(([statements, value]) => braced([...statements, value], i))
  const call = fc.tuple(
    name,
    many(
      fc.oneof(
        each,
        map2(name, each, (label, value) => `${label}${m}:${o}${value}`),
      ),
      3,
    ),
  )
  return {
    value: call.map(([callee, all]) => `${callee}(${o}${commas(all)}${o})`),
    operand: fc.oneof(
      { maxDepth: 2, depthSize: 'xsmall' },
      fc.oneof(name, number, string, fc.constantFrom('true', 'null', '[]')),
      each.map((inside) => `(${o}${inside}${o})`),
      call.map(([callee, all]) => `${callee}(${o}${commas(all)}${o})`),
      map2(name, each, (value, index) => `${value}[${o}${index}${o}].member`),
      map2(operand, each, (value, index) => `(${o}${value}${o})[${index}]`),
      some(each).map((all) => `[${o}${commas(all)}${o}]`),
      map2(each, body, (over, inside) => `(for x in (${over})${_}${inside})`),
      fc.tuple(each, body, body).map(([c, a, b]) => `(if${_}(${c})${_}${a}${_}else${_}${b})`),
      map2(name, body, (keys, inside) => `(each k in ${keys}${_}${inside})`),
    ),
    expression: fc.oneof(
      { maxDepth: 2, depthSize: 'xsmall' },
      operand,
      fc
        .tuple(fc.constantFrom('+', '-', '*', '/', '%', '@', 'and', 'or'), operand, operand, operand)
        .map(([sign, a, b, c]) => `${a}${_}${sign}${o} -${b}${_}${sign}${o} ${c}`),
      fc
        .tuple(fc.constantFrom('==', '<', 'in', 'not in'), operand, operand)
        .map(([sign, a, b]) => `not ${a}${_}${sign}${o} ${b}`),
      map2(operand, operand, (a, b) => `${a}${m}..${o}${b}`),
      operand.map((value) => `${value}${_}else${_}zeros${_}renamed${_}from${_}old`),
    ),
    statement: fc.oneof(
      { maxDepth: 2, depthSize: 'xsmall' },
      fc.tuple(fc.constantFrom('let', 'export let', 'var'), name, each).map(([w, x, v]) => `${w}${_}${x}${m}=${o}${v}`),
      fc.tuple(name, each).map(([x, v]) => `let ${x}${m}:${o}per [surfaces,${o}tasks]${_}[N,${o}2 * N]${m}=${o}${v}`),
      fc.tuple(name, each).map(([x, v]) => `${x}${m}=${o}${v}`),
      fc.tuple(name, optional(each.map((v) => `${m}=${o}${v}`))).map(([x, v]) => `param${_}${x}${m}:${o}[..., N]${v}`),
      fc.tuple(name, each).map(([x, v]) => `predict${_}${x}${m}=${o}${v}`),
      fc.tuple(name, each).map(([x, v]) => `predict ${x}${_}on${_}a,${o}b${m}=${o}${v}`),
      fc.tuple(name, each).map(([x, v]) => `predict ${x}${_}on${_}search${_}${braced([`return${_}${v}`], i)}`),
      fc.tuple(name, each).map(([x, v]) => `predict ${x}${_}${braced([`return${_}${v}`], i)}`),
      fc.tuple(each, string).map(([c, text]) => `require${_}${c},${o}${text}`),
      map2(
        each,
        many(tie('statement'), 3).map((all) => braced(all, i)),
        (over, inside) => `for x in (${over})${_}${inside}`,
      ),
      fc
        .tuple(each, many(tie('statement'), 2), many(tie('statement'), 2))
        .map(
          ([c, a, b]) =>
            `if (${c})${_}${braced([...a, 'let q = 1'], i)}${_}else if x${_}${braced([], i)}${_}else${_}${braced(b, i)}`,
        ),
    ),
  }
})

const { config } = fc.letrec((tie: fc.LetrecTypedTie<{ config: string; setting: string }>) => ({
  setting: fc.oneof(
    { maxDepth: 2, depthSize: 'xsmall' },
    expression,
    tie('config'),
    many(tie('setting')).map((all) => `[${o}${commas(all)}${o}]`),
  ),
  config: many(
    map2(
      fc.oneof(name, string, fc.constantFrom('-1', '7', 'else')),
      tie('setting'),
      (key, value) => `${key}${m}:${o}${value}`,
    ),
  ).map((all) => braced(all, e)),
}))

const names = some(name, 3).map((all) => all.join(`,${o}`))
const featureType = fc.constantFrom('id', 'float', '[64]', `list<id,${o}100>`)
const clause = [
  `${_}in${_}{${o}rows: hash(4) per feature${e}dim${m}:${o}4${o}}`,
  `${_}missing${_}-1`,
  `${_}default${_}"x"`,
  `${_}served${_}as${_}true`,
]
const featureNames = some(
  fc.oneof(
    name,
    name.map((each) => `"101"${_}as${_}${each}`),
  ),
  3,
).map((all) => all.join(`,${o}`))
const feature = fc
  .tuple(featureNames, featureType, fc.shuffledSubarray(clause))
  .map(([x, type, clauses]) => `${x}${m}:${o}${type}${clauses.join('')}`)
const block = many(statement, 4).map((all) => braced(all, i))
const choice = 'one of none, layer_norm'
const parameter = fc
  .tuple(
    name,
    fc.constantFrom(
      '[N]',
      'int',
      'keys',
      'list<[D], L>',
      choice,
      `${choice} or module`,
      'module',
      'module([N], int) -> [M]',
    ),
    optional(expression.map((v) => `${m}=${o}${v}`)),
  )
  .map(([x, type, value]) => `${x}${m}:${o}${type}${value}`)

const record = fc
  .tuple(name, fc.constantFrom('', '"s" as '), many(feature, 3))
  .map(([x, column, all]) => `sequence${_}${column}${x}${_}max${_}20${_}${braced(all, e)}`)

const declaration = fc.oneof(
  fc.constantFrom(`import "./f.ctr"`, `import {${o}a${e}b, c${o}}${_}from "./g.ctr"`),
  fc.tuple(name, optional(config.map((map) => `${_}${map}`))).map(([x, map]) => `surface${_}${x}${map}`),
  fc
    .tuple(
      name,
      fc.constantFrom('int', 'float', 'name', 'one of a, b', 'list<int>'),
      fc.constantFrom('4', '-1e-3', 'a', '[1, 2]'),
    )
    .map(([x, type, value]) => `setting${_}${x}${_}:${_}${type}${_}=${_}${value}`),
  fc
    .tuple(name, optional(names.map((all) => `${_}by ${all}`)), optional(names.map((all) => `${_}within ${all}`)))
    .map(([x, by, within]) => `level ${x}${by}${within}`),
  fc
    .tuple(name, optional(names.map((all) => `${_}on ${all}`)), many(fc.oneof(feature, feature, record), 4))
    .map(
      ([x, on, all]) =>
        `features${on === '' ? '' : `${_}ids`}${_}of ${x}${on}${on.length > 12 ? `${_}else${_}learned` : ''}${_}${braced(all, e)}`,
    ),
  fc.tuple(name, number, number).map(([x, n, d]) => `table ${x} { rows: hash(${n}), dim: ${d} }`),
  fc
    .tuple(fc.constantFrom('table', 'dataset', 'train', 'serve'), name, config)
    .map(([word, x, map]) => `${word}${_}${x}${_}${map}`),
  fc
    .tuple(
      optional(fc.constant('export ')),
      optional(fc.constant(`<N,${o}M>`)),
      many(parameter),
      optional(fc.constant(`${m}->${o}[N] at user`)),
      block,
    )
    .map(
      ([exported, dimensions, all, result, inside]) =>
        `${exported}module f${dimensions}(${o}${commas(all)}${o})${result}${_}${inside}`,
    ),
  fc.tuple(names, block, many(optional(config))).map(([on, inside, all]) => {
    const calibrations = all.map((map) => `calibrate a,${o}b by view with platt${map === '' ? '' : _}${map}`)
    return `model x on ${on} staged${_}${braced([...calibrations.slice(0, 1), `trunk${_}${inside}`, ...calibrations.slice(1)], i)}`
  }),
  fc.tuple(name, names, block).map(([base, gone, inside]) => {
    return `model x extends ${base}${_}${braced([`without tower ${gone}`, `trunk${_}${inside}`, 'without branch a'], i)}`
  }),
  fc.tuple(names, block).map(([on, inside]) => `branch x of y for ${on}${_}${inside}`),
  block.map((inside) => `tower${_}x of y${_}${inside}`),
  block.map((inside) => `tower${_}each${_}surface of y${_}${inside}`),
)

export const programs = fc
  .tuple(many(declaration, 3), fc.array(fc.nat(255), { minLength: 40, maxLength: 400 }), fc.constantFrom(0, 2, 6))
  .map(([all, draws, commented]) => filled(`${i}${all.join(i)}${i}`, draws, commented))
