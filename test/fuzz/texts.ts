import type { Draw } from './draw.ts'
import { generatedSpec } from './spec-generator.ts'
import { mutations, piecesOf } from './spec-mutations.ts'
import type { SpecProgram } from './spec-programs.ts'

/** Characters of every kind that a lexer may trip over: quotes, escapes, line ends, blanks, marks, halves of pairs. */
const odd = [
  ...['"', "'", '\\', '\\u{', '`', '//', '/*', '*/', '\n', '\r', '\r\n', '\t', '\u2028', '\u00a0', '\ufeff', '\0'],
  ...[
    '\u001b[31m',
    '\u202e',
    '\u0301',
    'é',
    'ß',
    '中',
    '🙂',
    '\ud83d',
    '\ude42',
    '1e',
    '1_',
    '.5',
    '0x',
    '->',
    '..',
    '...',
  ],
]
const brackets = [
  '(',
  '[',
  '{',
  '<',
  ')',
  ']',
  '}',
  '>',
  'mlp(',
  'each s in surfaces {',
  'if a { ',
  'tower a of b {',
  'not ',
  '-',
]

/** A text, by how it is made. Add one: here. */
export const textKinds: Readonly<Record<string, (programs: readonly SpecProgram[], draw: Draw) => string>> = {
  'characters of any kind': (_, draw) =>
    drawn(draw, 300, () => (draw.chance(0.4) ? draw.of(odd) : String.fromCodePoint(draw.below(0x3000)))),
  'pieces of programs in any order': (programs, draw) => {
    const pieces = piecesOf(textOf(programs, draw))
    return drawn(draw, 200, () => (draw.chance(0.1) ? draw.of(odd) : draw.of(pieces)))
  },
  'deep brackets': (_, draw) => {
    const opened = draw.of(brackets)
    const [depth, ended] = [draw.below(3000), draw.chance(0.5)]
    return `${opened.repeat(depth)}${ended ? draw.of(brackets).repeat(draw.below(depth + 1)) : ''}`
  },
  'a part of a program, over and over': (programs, draw) => {
    const text = textOf(programs, draw)
    const from = draw.below(text.length)
    return text.slice(from, from + draw.below(200)).repeat(1 + draw.below(60))
  },
  'a program cut off': (programs, draw) => {
    const text = textOf(programs, draw)
    return text.slice(draw.below(draw.chance(0.5) ? 1 : text.length), draw.below(text.length))
  },
  'a program with odd characters in it': (programs, draw) => {
    let text = textOf(programs, draw)
    for (let left = 1 + draw.below(4); left > 0; left--) {
      const at = draw.below(text.length + 1)
      text = text.slice(0, at) + draw.of(draw.chance(0.5) ? odd : brackets) + text.slice(at + draw.below(3))
    }
    return text
  },
  'a changed program': (programs, draw) => {
    const text = textOf(programs, draw)
    const around = { words: piecesOf(text).filter((piece) => /^[A-Za-z_]/.test(piece)), lines: text.split('\n') }
    const changed = mutations[draw.of(Object.keys(mutations))]!(text, draw, around)
    return typeof changed === 'string' ? changed : new TextDecoder().decode(changed)
  },
  'a drawn program': (_, draw) => generatedSpec(draw),
}

const drawn = (draw: Draw, most: number, piece: () => string): string =>
  Array.from({ length: draw.below(most) }, piece).join('')

function textOf(programs: readonly SpecProgram[], draw: Draw): string {
  const { files, read } = draw.of(programs)
  const text = files[draw.of(read)]
  return typeof text === 'string' && text !== '' ? text : 'surface a'
}
