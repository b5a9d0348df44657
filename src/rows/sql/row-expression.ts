import type { Span } from '../../diagnostics/diagnostic.ts'
import { nearest } from '../../diagnostics/nearest.ts'
import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import type { BinaryExpression, CallExpression, Expression } from '../../language/syntax/ast.ts'
import { type ColumnType, canBeNaN } from './column-type.ts'
import { quoteName, quoteText } from './quote.ts'

export type ValueKind = 'number' | 'string' | 'boolean' | 'time' | 'null'

/** SQL and what it gives. */
export interface CompiledExpression {
  readonly sql: string
  readonly kind: ValueKind
}

export interface RowExpressionContext {
  /** Whose columns they are, as a message calls it. */
  readonly what: string
  readonly columns: ReadonlyMap<string, ColumnType>
}

/**
 * A row expression (docs/language.md, Data) as DuckDB SQL, columns quoted.
 * `==` is SQL's `=`: a comparison with a missing value is missing, so a label made from one is unlabelled, and a row is in a
 * split only where the split's expression is true. NaN and infinities are missing here too. A boolean counts as 0 or 1 beside
 * a number. `fold` is said at `foldSql`. What can be
 * known without the data, resolve has checked (CTR1563, CTR1564). Throws CTR4010-CTR4012.
 */
export function rowExpressionSql(expression: Expression, context: RowExpressionContext): CompiledExpression {
  const compile = (each: Expression): CompiledExpression => rowExpressionSql(each, context)
  switch (expression.kind) {
    case 'name':
      return columnSql(expression.name, expression.span, context)
    case 'number':
      return {
        sql: Number.isInteger(expression.value) ? `${BigInt(expression.value)}` : `${expression.value}`,
        kind: 'number',
      }
    case 'string':
      return { sql: quoteText(expression.value), kind: 'string' }
    case 'boolean':
      return { sql: expression.value ? 'TRUE' : 'FALSE', kind: 'boolean' }
    case 'null':
      return { sql: 'NULL', kind: 'null' }
    case 'unary': {
      const operand = compile(expression.operand)
      if (expression.operator === 'not')
        return { sql: `(NOT ${condition(operand, 'not', expression.operand)})`, kind: 'boolean' }
      return { sql: `(- ${number(operand, '-', expression.operand)})`, kind: 'number' }
    }
    case 'binary':
      return binarySql(expression, compile)
    case 'call':
      return foldSql(expression, compile)
    default:
      throw unresolved(expression.kind)
  }
}

function columnSql(name: string, span: Span, { what, columns }: RowExpressionContext): CompiledExpression {
  const type = columns.get(name)
  if (type === undefined) {
    const near = nearest(name, columns.keys())
    throw new DiagnosticError([diagnostic('CTR4010', span, { column: name, reader: 'this expression', what, near })])
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
      const at = { column: name, reader: 'this expression', found: type.sql, expected, cast: undefined }
      throw new DiagnosticError([diagnostic('CTR4011', span, at)])
    }
  }
}

const comparisons: Readonly<Record<string, string>> = {
  '==': '=',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}

function binarySql(
  expression: BinaryExpression,
  compile: (each: Expression) => CompiledExpression,
): CompiledExpression {
  const { operator, left, right } = expression
  const comparison = comparisons[operator]
  if (comparison !== undefined) {
    const [a, b] = comparable(compile(left), compile(right), expression)
    return { sql: `(${a} ${comparison} ${b})`, kind: 'boolean' }
  }
  switch (operator) {
    case 'and':
    case 'or': {
      const sides = [condition(compile(left), operator, left), condition(compile(right), operator, right)]
      return { sql: `(${sides.join(operator === 'and' ? ' AND ' : ' OR ')})`, kind: 'boolean' }
    }
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return {
        sql: `(${number(compile(left), operator, left)} ${operator} ${number(compile(right), operator, right)})`,
        kind: 'number',
      }
    case 'is':
    case 'is not':
      return { sql: `(${compile(left).sql} ${operator === 'is' ? 'IS NULL' : 'IS NOT NULL'})`, kind: 'boolean' }
    case 'in':
    case 'not in': {
      if (right.kind !== 'list') throw unresolved(right.kind)
      const value = compile(left)
      const items = right.items.map((item) => comparable(value, compile(item), expression))
      // `x in []` is false, and missing where x is.
      if (items.length === 0)
        return { sql: `(${value.sql} ${operator === 'in' ? '<>' : '='} ${value.sql})`, kind: 'boolean' }
      // A boolean beside numbers becomes one; the left side is written once, as its first item wants it.
      return {
        sql: `(${items[0]![0]} ${operator === 'in' ? 'IN' : 'NOT IN'} (${items.map(([, b]) => b).join(', ')}))`,
        kind: 'boolean',
      }
    }
    default:
      throw unresolved(operator)
  }
}

/**
 * `fold(x, n)`: the first 8 hexadecimal digits of the MD5 of x's text, as a number, modulo n. A missing x has the text "".
 * MD5 and the text of integers, strings and dates are the same in every tool and version, so a split can be made again elsewhere.
 */
function foldSql(call: CallExpression, compile: (each: Expression) => CompiledExpression): CompiledExpression {
  const [value, count] = call.arguments
  if (value === undefined || count?.value.kind !== 'number') throw unresolved(call.callee.name)
  const text = `coalesce(CAST(${compile(value.value).sql} AS VARCHAR), '')`
  return { sql: `(CAST('0x' || substr(md5(${text}), 1, 8) AS BIGINT) % ${BigInt(count.value.value)})`, kind: 'number' }
}

/** Both sides in one kind: booleans become 0 and 1 beside numbers, a text beside a time is read as one by DuckDB. */
function comparable(a: CompiledExpression, b: CompiledExpression, at: BinaryExpression): readonly [string, string] {
  if (a.kind === b.kind) return [a.sql, b.sql]
  if (a.kind === 'boolean' && b.kind === 'number') return [asNumber(a), b.sql]
  if (a.kind === 'number' && b.kind === 'boolean') return [a.sql, asNumber(b)]
  const texts = (time: CompiledExpression, text: CompiledExpression, literal: Expression): boolean =>
    time.kind === 'time' && text.kind === 'string' && literal.kind !== 'name'
  if (texts(a, b, at.right) || texts(b, a, at.left)) return [a.sql, b.sql]
  const found = `${article(a.kind)} and ${article(b.kind)}`
  throw new DiagnosticError([
    diagnostic('CTR4012', at.span, { operator: `'${at.operator}'`, found, expected: 'two values of one kind' }),
  ])
}

const asNumber = (value: CompiledExpression): string => `CAST(${value.sql} AS INTEGER)`

function number(value: CompiledExpression, operator: string, at: Expression): string {
  if (value.kind === 'number') return value.sql
  if (value.kind === 'boolean') return asNumber(value)
  throw wrongKind(value, operator, 'numbers', at)
}

function condition(value: CompiledExpression, operator: string, at: Expression): string {
  if (value.kind === 'boolean') return value.sql
  throw wrongKind(value, operator, 'conditions, such as x == 1', at)
}

const wrongKind = (value: CompiledExpression, operator: string, expected: string, at: Expression): DiagnosticError =>
  new DiagnosticError([
    diagnostic('CTR4012', at.span, { operator: `'${operator}'`, found: article(value.kind), expected }),
  ])

const article = (kind: ValueKind): string => (kind === 'null' ? 'null' : `a ${kind}`)

/** A defect: resolve lets no such program through. */
const unresolved = (found: string): Error => new Error(`'${found}' cannot stand in a row expression`)
