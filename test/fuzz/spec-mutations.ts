import type { Draw } from './draw.ts'

/** What a mutation may take from: the other texts of its program. */
export interface Around {
  /** Words of all files of the program. */
  readonly words: readonly string[]
  /** Lines of all files of the program. */
  readonly lines: readonly string[]
}

type Mutation = (text: string, draw: Draw, around: Around) => string | Uint8Array

/** A text as words, numbers, strings, comments, white space and signs. */
export const piecesOf = (text: string): string[] =>
  text.match(/\s+|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|[A-Za-z_]\w*|\d[\w.]*|./gsu) ?? []

const isSpace = (piece: string): boolean => /^(\s|\/\/)/.test(piece)
const isName = (piece: string): boolean => /^[A-Za-z_]/.test(piece)
const isNumber = (piece: string): boolean => /^\d/.test(piece)

/** Changes one piece that passes; without one, the text stays. */
function atPiece(
  text: string,
  draw: Draw,
  passes: (piece: string) => boolean,
  change: (piece: string) => string,
): string {
  const pieces = piecesOf(text)
  const places = [...pieces.keys()].filter((i) => passes(pieces[i]!))
  if (places.length === 0) return text
  const at = draw.of(places)
  pieces[at] = change(pieces[at]!)
  return pieces.join('')
}

function atLine(text: string, draw: Draw, change: (lines: string[], at: number) => void): string {
  const lines = text.split('\n')
  change(lines, draw.below(lines.length))
  return lines.join('\n')
}

const insertedAt = (text: string, at: number, put: string): string => text.slice(0, at) + put + text.slice(at)

const extremes: readonly string[] = [
  ...['0', '1', '2', '3', '00', '1_000_000', '4096', '4097', '65536', '2147483647', '2147483648', '4294967296'],
  ...['9007199254740991', '9007199254740992', '9223372036854775807', '9223372036854775808', '1e308', '1e309', '1e-320'],
  ...[
    '3.4e38',
    '3.5e38',
    '1e-45',
    '1e-46',
    '0.5',
    '0.1',
    '1.0',
    '-1',
    '-0',
    '-9223372036854775808',
    '999999999999999999999999',
  ],
  ...['1K', '4M', '1e', '1.', '.5', '0x10', '1__0', 'NaN', 'Infinity', '(1 / 0)', '(0 - 1)'],
]

/** Ordinary numbers: a text with one of them has a good chance to mean something. */
const usualNumbers: readonly string[] = ['1', '2', '3', '4', '5', '7', '8', '16', '0', '0.25', '100']

const signs: readonly string[] = [
  ...['{', '}', '(', ')', '[', ']', ',', ':', '=', '->', '..', '.', '@', '*', '/', '+', '-', '%', '<', '>', '=='],
  ...['!=', '<=', '>=', '\n', '"', '//', '/*', ';', '$', '#', '|', '&', '?', '\\', "'", '`', '\r', '\t'],
]

const words: readonly string[] = [
  ...'import export module model trunk branch tower let var param predict for if else each return require'.split(' '),
  ...'and or not in true false null zeros learned renamed from surface surfaces tasks view staged extends'.split(' '),
  ...'features of on missing default served as table level by within list int float bool id string per at'.split(' '),
  ...'__proto__ constructor toString hasOwnProperty undefined NaN prototype'.split(' '),
]

/** What is not seen, or is seen as something else: marks of direction, joiners, halves of pairs, look-alikes, other digits and spaces. */
const unseen: readonly string[] = [
  ...['\u202e', '\u202d', '\u2066', '\u2069', '\u200b', '\u200d', '\u200e', '\u061c', '\ufeff', '\u2028', '\u2029'],
  ...[
    '\ud800',
    '\udc00',
    '\ud83d\ude00',
    'e\u0301',
    '\u00a0',
    '\u3000',
    '\u0430',
    '\uff11',
    '\u0661',
    '\ufffd',
    '\u{e0041}',
  ],
]

const controls: readonly string[] = [
  ...[
    '\u0000',
    '\u0001',
    '\u0007',
    '\u0008',
    '\u000b',
    '\u000c',
    '\u001b[31m',
    '\u001b]0;x\u0007',
    '\u007f',
    '\u0085',
    '\u009b2J',
  ],
]

const operators: readonly string[] = ['+', '-', '*', '/', '@', '%', '==', '!=', '<', '>', '<=', '>=', 'and', 'or', '..']

const types: readonly string[] = [
  ...['int', 'float', 'bool', 'id in pins', 'string in terms', '[4]', '[0]', '[1]', '[100000]', 'list<id, 4> in pins'],
  ...[
    'list<string, 2> in words',
    'list<id, 0> in pins',
    'list<[3], 4>',
    'int default 0',
    'float default 0',
    'bool default true',
  ],
  ...['int missing 3 default 1', 'float', '[3] default 0.5', 'int default 0 served as 2', 'id', 'string'],
]

/** Calls that could stand for any value. */
const calls = (x: string): readonly string[] => [
  ...[
    `relu(${x})`,
    `sum(${x})`,
    `mean(${x}, axis: -1)`,
    `max(${x})`,
    `stop_gradient(${x})`,
    `dropout(${x}, rate: 0.5)`,
  ],
  ...[
    `softmax(${x})`,
    `transpose(${x})`,
    `reshape(${x}, [1])`,
    `repeat(${x}, times: 2)`,
    `concat(${x}, ${x})`,
    `abs(${x})`,
  ],
  ...[
    `stack(${x}, ${x})`,
    `(${x})[0..1]`,
    `exp(exp(${x}))`,
    `log(${x})`,
    `sqrt(${x} - 1)`,
    `pow(${x}, 0.5)`,
    `pow(${x}, ${x})`,
    `(${x} / ${x})`,
    `is_missing(${x})`,
  ],
  ...[
    `where(${x}, ${x}, 0)`,
    `values(${x})`,
    `mask(${x})`,
    `length(${x})`,
    `embed(${x})`,
    `${x} else zeros`,
    `${x} else learned`,
  ],
  ...[`${x}[surface]`, `-${x}`, `not ${x}`, `${x} @ ${x}`, `log1p(${x})`, `tanh(${x} * 1e30)`, `min(${x}, 1e38)`],
]

const depth = (draw: Draw): number => draw.of([1, 2, 8, 64, 127, 128, 129, 256, 300, 5000])

const nests: readonly (readonly [string, string])[] = [
  ...([
    ['(', ')'],
    ['[', ']'],
    ['-', ''],
    ['not ', ''],
    ['relu(', ')'],
    ['concat(', ')'],
    ['{', '}'],
    ['1 + ', ''],
  ] as const),
  ...([
    ['if true { ', ' } else { 1 }'],
    ['for i in 0..1 { ', ' }'],
    ['each k in surfaces { ', ' }'],
  ] as const),
]

/** What may be done to a text, by name. Add one: here. */
export const mutations: Readonly<Record<string, Mutation>> = {
  'token deleted': (text, draw) =>
    atPiece(
      text,
      draw,
      (piece) => !isSpace(piece),
      () => '',
    ),
  'token doubled': (text, draw) =>
    atPiece(
      text,
      draw,
      (piece) => !isSpace(piece),
      (piece) => `${piece} ${piece}`,
    ),
  'tokens swapped': (text, draw) => {
    const pieces = piecesOf(text)
    const places = [...pieces.keys()].filter((i) => !isSpace(pieces[i]!))
    if (places.length === 0) return text
    const [a, b] = [draw.of(places), draw.of(places)]
    ;[pieces[a], pieces[b]] = [pieces[b]!, pieces[a]!]
    return pieces.join('')
  },
  'sign put in': (text, draw) => insertedAt(text, draw.below(text.length + 1), draw.of(signs)),
  'word put in': (text, draw) => atPiece(text, draw, isSpace, (piece) => `${piece}${draw.of(words)} `),
  'number made extreme': (text, draw) => atPiece(text, draw, isNumber, () => draw.of(extremes)),
  'number changed': (text, draw) => atPiece(text, draw, isNumber, () => draw.of(usualNumbers)),
  'name exchanged': (text, draw, { words: names }) =>
    names.length === 0 ? text : atPiece(text, draw, isName, () => draw.of(names)),
  'name misspelled': (text, draw) =>
    atPiece(text, draw, isName, (piece) => {
      const at = draw.below(piece.length)
      return draw.chance(0.5)
        ? piece.slice(0, at) + piece.slice(at + 1)
        : insertedAt(piece, at, draw.of(['x', '_', 'é', '1']))
    }),
  'name renamed everywhere': (text, draw) => {
    const names = [...new Set(piecesOf(text).filter(isName))]
    if (names.length === 0) return text
    const [from, to] = [draw.of(names), draw.chance(0.5) ? draw.of(words) : draw.of(names)]
    return piecesOf(text)
      .map((piece) => (piece === from ? to : piece))
      .join('')
  },
  'word or number made a call': (text, draw) =>
    atPiece(
      text,
      draw,
      (piece) => isName(piece) || isNumber(piece),
      (piece) => draw.of(calls(piece)),
    ),
  'operator changed': (text, draw) =>
    atPiece(
      text,
      draw,
      (piece) => operators.includes(piece),
      () => draw.of(operators),
    ),
  'type changed': (text, draw) => text.replace(...replacedType(text, draw)),
  'literal of another type': (text, draw) =>
    atPiece(
      text,
      draw,
      (piece) => isNumber(piece) || piece.startsWith('"'),
      () =>
        draw.of([
          '"x"',
          '""',
          '3',
          '0.5',
          'true',
          'null',
          '[]',
          '[1, 2]',
          '{}',
          '{ a: 1 }',
          'relu',
          '"{root}"',
          '[[1]]',
        ]),
    ),
  'statement deleted': (text, draw) => atLine(text, draw, (lines, at) => lines.splice(at, 1)),
  'statement doubled': (text, draw) => atLine(text, draw, (lines, at) => lines.splice(at, 0, lines[at]!)),
  'statement moved': (text, draw) =>
    atLine(text, draw, (lines, at) => lines.splice(draw.below(lines.length), 0, ...lines.splice(at, 1))),
  'statement of another file': (text, draw, { lines: others }) =>
    others.length === 0 ? text : atLine(text, draw, (lines, at) => lines.splice(at, 0, draw.of(others))),
  'lines cut out': (text, draw) => atLine(text, draw, (lines, at) => lines.splice(at, 1 + draw.below(8))),
  'cut off': (text, draw) => text.slice(0, draw.below(text.length + 1)),
  'nested deep': (text, draw) => {
    const [open, close] = draw.of(nests)
    const times = depth(draw)
    return atPiece(
      text,
      draw,
      (piece) => isName(piece) || isNumber(piece),
      (piece) => open.repeat(times) + piece + close.repeat(times),
    )
  },
  'made long': (text, draw) =>
    atPiece(
      text,
      draw,
      (piece) => isName(piece) || isNumber(piece) || piece.startsWith('"'),
      (piece) => piece.replace(/\w/, (first) => first.repeat(draw.of([30, 300, 5000]))),
    ),
  'unseen characters': (text, draw) =>
    draw.chance(0.5)
      ? insertedAt(text, draw.below(text.length + 1), draw.of(unseen))
      : atPiece(
          text,
          draw,
          (piece) => isName(piece) || piece.startsWith('"'),
          (piece) => insertedAt(piece, Math.max(1, draw.below(piece.length)), draw.of(unseen)),
        ),
  'control characters': (text, draw) =>
    draw.chance(0.5)
      ? insertedAt(text, draw.below(text.length + 1), draw.of(controls))
      : atPiece(
          text,
          draw,
          (piece) => piece.startsWith('"'),
          (piece) => insertedAt(piece, 1, draw.of(controls)),
        ),
  'escape in a string': (text, draw) =>
    atPiece(
      text,
      draw,
      (piece) => piece.startsWith('"'),
      (piece) =>
        insertedAt(
          piece,
          1,
          draw.of([
            '\\u{202e}',
            '\\u{0}',
            '\\u{110000}',
            '\\u{d800}',
            '\\u{',
            '\\x',
            '\\',
            '\\n',
            '{}',
            '{root',
            '\\u{1b}[31m',
          ]),
        ),
    ),
  'byte changed': (text, draw) => {
    const bytes = new TextEncoder().encode(text)
    if (bytes.length > 0) bytes[draw.below(bytes.length)] = draw.below(256)
    return bytes
  },
  'bit flipped': (text, draw) => {
    const bytes = new TextEncoder().encode(text)
    const at = draw.below(bytes.length)
    if (bytes.length > 0) bytes[at] = bytes[at]! ^ (1 << draw.below(7))
    return bytes
  },
  'line ends changed': (text, draw) => text.replaceAll('\n', draw.of(['\r\n', '\r', '\n\n', '\u2028', ' ', '\n\t'])),
  'import changed': (text, draw) =>
    atPiece(
      text,
      draw,
      (piece) => /^"(\.|ctr:)/.test(piece),
      () =>
        draw.of([
          '"./main.ctr"',
          '"../../../../etc/passwd"',
          '"ctr:std"',
          '"ctr:"',
          '"ctr:std/mlp"',
          '"/"',
          '"."',
          '"\\u{0}.ctr"',
          '"./a.ctr"',
        ]),
    ),
}

/** A declared type and what takes its place. */
function replacedType(text: string, draw: Draw): [string, string] {
  const declared = text.match(/(?<=:\s*)(?:int|float|bool|id|string|list<[^>\n]*>|\[\d+\])(?:[^\n,/}]*)/g) ?? []
  return declared.length === 0 ? ['', ''] : [draw.of(declared), draw.of(types)]
}
