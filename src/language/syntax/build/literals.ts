import type { CstNode, IToken } from 'chevrotain'
import type { FeatureLiteral, NumberLiteral, StringLiteral } from '../ast.ts'
import { isClosed } from '../lex.ts'
import { joinSpans } from '../location.ts'
import type { Building } from './building.ts'
import { token } from './cst.ts'

const digits = '[0-9]+(?:_[0-9]+)*'
const form = new RegExp(`^(${digits}(?:\\.${digits})?)(?:[eE]([+-]?[0-9]+)|([KM]))?$`)
const exponentOf: Record<string, string> = { K: 'e3', M: 'e6' }

/** `500_000`, `1e-3`, `4M`. What isn't one is reported, and counts as 1: most places allow it, and none reports it again. */
export function buildNumber(b: Building, number: IToken, minus?: IToken): NumberLiteral {
  const span = b.tokenSpan(number)
  const at = minus === undefined ? span : joinSpans(b.tokenSpan(minus), span)
  const raw = `${minus === undefined ? '' : '-'}${number.image}`
  const parts = form.exec(number.image)
  const reason = parts === null ? whyNoNumber(number.image) : undefined
  if (parts === null || reason !== undefined) {
    b.report('CTR1008', span, { raw: number.image.slice(0, 40), reason: reason ?? '' })
    return { kind: 'number', value: 1, raw, integer: true, malformed: true, span: at }
  }
  const [, mantissa = '', exponent, suffix] = parts
  const power = exponent === undefined ? (exponentOf[suffix ?? ''] ?? '') : `e${exponent}`
  const value = Number(mantissa.replaceAll('_', '') + power)
  const whole = !mantissa.includes('.') && !exponent?.startsWith('-')
  if (!Number.isFinite(value)) {
    b.report('CTR1008', span, { raw: number.image.slice(0, 40), reason: 'it is too large' })
    return { kind: 'number', value: 1, raw, integer: true, malformed: true, span: at }
  }
  if (whole && exponent === undefined && !Number.isSafeInteger(value))
    b.report('CTR1008', span, { raw: number.image, reason: 'whole numbers are exact up to 9_007_199_254_740_991' })
  const integer = suffix === undefined ? whole : Number.isInteger(value)
  return { kind: 'number', value: minus === undefined || value === 0 ? value : -value, raw, integer, span: at }
}

function whyNoNumber(image: string): string {
  if (image.startsWith('.') || image.endsWith('.')) return "digits stand on both sides of the point, as in '0.5'"
  if (image.includes('_')) return "'_' stands between digits, as in '500_000'"
  if (/^0[xob]/i.test(image)) return 'numbers are decimal'
  const suffix = /[A-Za-z]+$/.exec(image)?.[0]
  if (suffix !== undefined) return `'${suffix.slice(0, 10)}' is no suffix: there are K (thousands) and M (millions)`
  return "numbers look like '500_000', '0.5', '1e-3', '2K' or '4M'"
}

const escapes: Record<string, string> = { '"': '"', '\\': '\\', n: '\n', r: '\r', t: '\t' }

/** A string's value, its escapes resolved. */
export function buildString(b: Building, string: IToken): StringLiteral {
  const { image } = string
  const inside = image.slice(1, isClosed(image) ? -1 : undefined)
  const span = b.tokenSpan(string)
  const value = inside.replace(
    /\\(u\{[0-9a-fA-F]{1,6}\}|[\s\S]?)/gu,
    (written: string, what: string, offset: number) => {
      const known = what.startsWith('u{') ? codePoint(what) : escapes[what]
      if (known !== undefined || (what === "'" && image.startsWith("'"))) return known ?? what
      const start = span.start + 1 + offset
      b.report('CTR1009', { file: b.file, start, end: start + written.length }, { escape: written })
      return written
    },
  )
  return { kind: 'string', value, span }
}

function codePoint(what: string): string | undefined {
  const point = Number.parseInt(what.slice(2, -1), 16)
  return point <= 0x10ffff ? String.fromCodePoint(point) : undefined
}

/** The rule `literal`: a string, a number with or without a sign, `true` or `false`. */
export function buildLiteral(b: Building, cst: CstNode | undefined): FeatureLiteral | undefined {
  if (cst === undefined) return undefined
  const truth = token(cst, 'True') ?? token(cst, 'False')
  if (truth !== undefined) return { kind: 'boolean', value: truth.image === 'true', span: b.tokenSpan(truth) }
  const string = token(cst, 'String')
  if (string !== undefined) return buildString(b, string)
  const number = token(cst, 'Number')
  return number === undefined ? undefined : buildNumber(b, number, token(cst, 'Minus'))
}
