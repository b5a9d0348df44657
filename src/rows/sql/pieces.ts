/** Part of a SQL text as DuckDB's lexer divides it, as far as it matters what a `{name}` stands in. */
export interface Piece {
  readonly kind: PieceKind
  readonly text: string
}

export type PieceKind =
  | 'space'
  | 'comment'
  /** `'...'`, in which a quote is written twice and a backslash is a character like any. */
  | 'string'
  /** `E'...'`, `X'...'` and other strings with a letter before them: what they hold is read by rules of its own. */
  | 'coded string'
  /** `$$...$$` or `$tag$...$tag$`: nothing in it is read. */
  | 'dollar-quoted string'
  /** `"..."` */
  | 'quoted name'
  /** `{name}` outside of all these. */
  | 'parameter'
  /** Names, keywords and numbers. */
  | 'word'
  | 'semicolon'
  | 'other'

const letter = 'A-Za-z_\\u0080-\\uffff'

/** Tried in this order at each place. Strings that are never closed go to the end: parsing refuses them. */
const patterns: readonly (readonly [PieceKind, RegExp])[] = [
  ['space', /\s+/y],
  ['comment', /--[^\n\r]*/y],
  ['coded string', /[eE]'[^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*(?:'|\\?$)/y],
  ['coded string', /(?:[uU]&|[xXbBnN])'[^']*(?:''[^']*)*(?:'|$)/y],
  ['string', /'[^']*(?:''[^']*)*(?:'|$)/y],
  ['quoted name', /(?:[uU]&)?"[^"]*(?:""[^"]*)*(?:"|$)/y],
  ['parameter', /\{[A-Za-z_]\w*\}/y],
  ['word', new RegExp(`[${letter}][${letter}0-9$]*`, 'y')],
  ['word', /[0-9]+/y],
  ['semicolon', /;/y],
]
const dollarTag = new RegExp(`\\$(?:[${letter}][${letter}0-9]*)?\\$`, 'y')

/** The pieces of a text; together they are the text. */
export function piecesOf(sql: string): readonly Piece[] {
  const pieces: Piece[] = []
  for (let at = 0; at < sql.length; ) {
    const piece = pieceAt(sql, at)
    pieces.push(piece)
    at += piece.text.length
  }
  return pieces
}

function pieceAt(sql: string, at: number): Piece {
  if (sql.startsWith('/*', at)) return { kind: 'comment', text: sql.slice(at, endOfBlockComment(sql, at)) }
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const text = pattern.exec(sql)?.[0]
    if (text !== undefined && text !== '') return { kind, text }
  }
  dollarTag.lastIndex = at
  const tag = dollarTag.exec(sql)?.[0]
  if (tag !== undefined) {
    const end = sql.indexOf(tag, at + tag.length)
    return { kind: 'dollar-quoted string', text: end === -1 ? sql.slice(at) : sql.slice(at, end + tag.length) }
  }
  return { kind: 'other', text: sql[at] ?? '' }
}

/** Block comments nest. */
function endOfBlockComment(sql: string, start: number): number {
  const marks = /\/\*|\*\//g
  marks.lastIndex = start + 2
  for (let depth = 1; depth > 0; ) {
    const mark = marks.exec(sql)
    if (mark === null) return sql.length
    depth += mark[0] === '/*' ? 1 : -1
  }
  return marks.lastIndex
}

const isNothing = ({ kind }: Piece): boolean => kind === 'space' || kind === 'comment'

/** The pieces without semicolons, white space and comments at the end. */
export function withoutTail(pieces: readonly Piece[]): readonly Piece[] {
  const last = pieces.findLastIndex((piece) => !isNothing(piece) && piece.kind !== 'semicolon')
  return pieces.slice(0, last + 1)
}

/** How many statements there are at a glance: what is between semicolons, and something. */
export function statementCount(pieces: readonly Piece[]): number {
  let count = 0
  let isIn = false
  for (const piece of pieces) {
    if (isNothing(piece)) continue
    if (piece.kind !== 'semicolon' && !isIn) count++
    isIn = piece.kind !== 'semicolon'
  }
  return count
}
