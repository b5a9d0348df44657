import type { Span } from '../../diagnostics/diagnostic.ts'
import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import { type ColumnType, canBeNaN } from '../../features/sql/column-type.ts'
import { quoteName, quoteText } from '../../features/sql/quote.ts'
import type { Origins } from '../../model/origins.ts'
import {
  isBinary,
  type RowArithmetic,
  type RowComparison,
  type RowFold,
  type RowLogic,
  type RowMembership,
  type RowOperand,
  rowArithmetic,
  rowComparisons,
  rowLogic,
} from '../../model/row-expression.ts'
import { absentColumn } from '../absent-column.ts'

export type ValueKind = 'number' | 'string' | 'boolean' | 'time'

/** SQL and what it gives. */
export interface CompiledExpression {
  readonly sql: string
  readonly kind: ValueKind
}

export interface RowExpressionContext {
  /** Whose columns they are, as a message calls it. */
  readonly what: string
  readonly columns: ReadonlyMap<string, ColumnType>
  readonly origins: Origins
}

/**
 * A row expression (docs/language.md, Data) as DuckDB SQL, columns quoted.
 * `==` is SQL's `=`: a comparison with a missing value is missing, so a label made from one is unlabelled, and a row is in a
 * split only where the split's expression is true. NaN and infinities are missing here too. A boolean counts as 0 or 1 beside
 * a number. `fold` is defined at `foldSql`. What can be
 * known without the data, resolve has checked (CTR1563, CTR1564). Throws CTR4010-CTR4012.
 */
export function rowExpressionSql(operand: RowOperand, context: RowExpressionContext): CompiledExpression {
  if (isBinary(operand, rowComparisons)) return comparisonSql(operand, context)
  if (isBinary(operand, rowLogic)) return logicSql(operand, context)
  if (isBinary(operand, rowArithmetic)) return arithmeticSql(operand, context)
  switch (operand.kind) {
    case 'column':
      return columnSql(operand, context)
    case 'number':
      return { sql: Number.isInteger(operand.value) ? `${BigInt(operand.value)}` : `${operand.value}`, kind: 'number' }
    case 'string':
      return { sql: quoteText(operand.value), kind: 'string' }
    case 'boolean':
      return { sql: operand.value ? 'TRUE' : 'FALSE', kind: 'boolean' }
    case 'not':
      return { sql: `(NOT ${condition(operand.operand, 'not', context)})`, kind: 'boolean' }
    case 'negate':
      return { sql: `(- ${number(operand.operand, '-', context)})`, kind: 'number' }
    case 'is null':
      return { sql: `(${rowExpressionSql(operand.operand, context).sql} IS NULL)`, kind: 'boolean' }
    case 'is not null':
      return { sql: `(${rowExpressionSql(operand.operand, context).sql} IS NOT NULL)`, kind: 'boolean' }
    case 'where': {
      const { sql, kind } = rowExpressionSql(operand.left, context)
      return { sql: `(CASE WHEN ${condition(operand.right, 'where', context)} THEN ${sql} END)`, kind }
    }
    case 'in':
    case 'not in':
      return membershipSql(operand, context)
    case 'fold':
      return foldSql(operand, context)
  }
}

function columnSql(
  operand: RowOperand & { readonly kind: 'column' },
  context: RowExpressionContext,
): CompiledExpression {
  const { what, columns, origins } = context
  const { name } = operand
  const type = columns.get(name)
  if (type === undefined) {
    const at = { column: name, reader: 'this expression', what, ...absentColumn(name, columns) }
    throw new DiagnosticError([diagnostic('CTR4010', origins.get(operand), at)])
  }
  const quoted = quoteName(name)
  switch (type.kind) {
    case 'integer':
      return { sql: quoted, kind: 'number' }
    case 'float':
      return { sql: canBeNaN(type) ? `(CASE WHEN isfinite(${quoted}) THEN ${quoted} END)` : quoted, kind: 'number' }
    case 'boolean':
    case 'string':
    case 'time':
      return { sql: quoted, kind: type.kind }
    default: {
      const expected = 'a number, string, boolean or time'
      const at = { column: name, reader: 'this expression', found: type.sql, expected, remedy: undefined }
      throw new DiagnosticError([diagnostic('CTR4011', origins.get(operand), at)])
    }
  }
}

const comparisons: Readonly<Record<RowComparison['kind'], string>> = {
  '==': '=',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}

function comparisonSql(operand: RowComparison, context: RowExpressionContext): CompiledExpression {
  const { kind, left, right } = operand
  const [a, b] = comparable(left, right, operand, context)
  return { sql: `(${a} ${comparisons[kind]} ${b})`, kind: 'boolean' }
}

function logicSql({ kind, left, right }: RowLogic, context: RowExpressionContext): CompiledExpression {
  const sides = [condition(left, kind, context), condition(right, kind, context)]
  return { sql: `(${sides.join(kind === 'and' ? ' AND ' : ' OR ')})`, kind: 'boolean' }
}

function arithmeticSql({ kind, left, right }: RowArithmetic, context: RowExpressionContext): CompiledExpression {
  return { sql: `(${number(left, kind, context)} ${kind} ${number(right, kind, context)})`, kind: 'number' }
}

function membershipSql(operand: RowMembership, context: RowExpressionContext): CompiledExpression {
  const { kind, operand: value, items } = operand
  const pairs = items.map((item) => comparable(value, item, operand, context))
  const [first] = pairs
  // `x in []` is false, and missing where x is.
  if (first === undefined) {
    const { sql } = rowExpressionSql(value, context)
    return { sql: `(${sql} ${kind === 'in' ? '<>' : '='} ${sql})`, kind: 'boolean' }
  }
  // A boolean beside numbers becomes one; the left side is written once, as its first item wants it.
  const list = pairs.map(([, b]) => b).join(', ')
  return { sql: `(${first[0]} ${kind === 'in' ? 'IN' : 'NOT IN'} (${list}))`, kind: 'boolean' }
}

/**
 * `fold(x, n)`: the first 8 hexadecimal digits of the MD5 of x's text, as a number, modulo n. A missing x has the text "".
 * MD5 and the text of integers, strings and dates are the same in every tool and version, so a split can be made again elsewhere.
 */
function foldSql({ operand, buckets }: RowFold, context: RowExpressionContext): CompiledExpression {
  const text = `coalesce(CAST(${rowExpressionSql(operand, context).sql} AS VARCHAR), '')`
  return { sql: `(CAST('0x' || substr(md5(${text}), 1, 8) AS BIGINT) % ${BigInt(buckets)})`, kind: 'number' }
}

/** Both sides in one kind: booleans become 0 and 1 beside numbers, a text beside a time is read as one by DuckDB. */
function comparable(
  left: RowOperand,
  right: RowOperand,
  at: RowComparison | RowMembership,
  context: RowExpressionContext,
): readonly [string, string] {
  const [a, b] = [rowExpressionSql(left, context), rowExpressionSql(right, context)]
  if (a.kind === b.kind) return [a.sql, b.sql]
  if (a.kind === 'boolean' && b.kind === 'number') return [asNumber(a), b.sql]
  if (a.kind === 'number' && b.kind === 'boolean') return [a.sql, asNumber(b)]
  const texts = (time: CompiledExpression, text: CompiledExpression, literal: RowOperand): boolean =>
    time.kind === 'time' && text.kind === 'string' && literal.kind !== 'column'
  if (texts(a, b, right) || texts(b, a, left)) return [a.sql, b.sql]
  const found = `a ${a.kind} and a ${b.kind}`
  const expected = 'two values of one kind'
  throw new DiagnosticError([
    diagnostic('CTR4012', context.origins.get(at), { operator: `'${at.kind}'`, found, expected }),
  ])
}

const asNumber = (value: CompiledExpression): string => `CAST(${value.sql} AS INTEGER)`

function number(operand: RowOperand, operator: string, context: RowExpressionContext): string {
  const value = rowExpressionSql(operand, context)
  if (value.kind === 'number') return value.sql
  if (value.kind === 'boolean') return asNumber(value)
  throw wrongKind(value, operator, 'numbers', context.origins.get(operand))
}

function condition(operand: RowOperand, operator: string, context: RowExpressionContext): string {
  const value = rowExpressionSql(operand, context)
  if (value.kind === 'boolean') return value.sql
  throw wrongKind(value, operator, 'conditions, such as x == 1', context.origins.get(operand))
}

const wrongKind = (
  { kind }: CompiledExpression,
  operator: string,
  expected: string,
  span: Span | undefined,
): DiagnosticError =>
  new DiagnosticError([diagnostic('CTR4012', span, { operator: `'${operator}'`, found: `a ${kind}`, expected })])
