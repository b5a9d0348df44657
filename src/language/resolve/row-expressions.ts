import type { Report } from '../../diagnostics/report.ts'
import { rowArithmetic, rowComparisons, rowLogic } from '../../model/row-expression.ts'
import type { RowExpression } from '../program.ts'
import type { BinaryExpression, BinaryOperator, CallExpression, ConfigValue, Expression } from '../syntax/ast.ts'
import { wrongValue } from './config.ts'
import { describeValue } from './describe.ts'
import { reportUnknown } from './known.ts'

/** What a row expression gives; `any` where it depends on the data: a column. */
type Kind = 'condition' | 'number' | 'string' | 'any'

const nouns: Readonly<Record<Kind, string>> = {
  condition: 'a condition',
  number: 'a number',
  string: 'a string',
  any: 'a column',
}

const comparisons: ReadonlySet<BinaryOperator> = new Set(rowComparisons)
const logic: ReadonlySet<BinaryOperator> = new Set(rowLogic)
const arithmetic: ReadonlySet<BinaryOperator> = new Set(rowArithmetic)

/**
 * A label, split or weight: a closed language over columns and literals (docs/language.md, Data), compiled to SQL later.
 * Errors: CTR1563 what it cannot express, CTR1564 operands that do not go together, CTR1501 an unknown function.
 */
export function rowExpression(
  report: Report,
  key: string,
  value: ConfigValue,
  wants: 'condition' | 'number',
): RowExpression | undefined {
  const expression = overColumns(report, key, value)
  if (expression === undefined) return undefined
  const reader = new RowExpressionReader(report)
  const kind = reader.read(expression)
  if (kind !== undefined && kind !== 'any' && kind !== wants)
    report('CTR1564', value.span, { place: `'${key}'`, found: nouns[kind], expected: nouns[wants] })
  return { expression, columns: [...reader.columns].sort() }
}

/** A label's values, and which: `clicked == 1`, `soft(score)`, either with `where` behind it. Errors: as of the others. */
export function labelExpression(
  report: Report,
  task: string,
  value: ConfigValue,
): { readonly kind: 'soft' | undefined; readonly expression: RowExpression } | undefined {
  const whole = overColumns(report, task, value)
  if (whole === undefined) return undefined
  const isLimited = whole.kind === 'binary' && whole.operator === 'where'
  const stated = isLimited ? whole.left : whole
  const soft = stated.kind === 'call' && stated.callee.name === 'soft' ? stated : undefined
  const values = soft === undefined ? stated : onlyArgument(report, soft)
  if (values === undefined) return undefined
  const reader = new RowExpressionReader(report)
  const found = reader.read(values)
  if (isLimited) reader.condition(whole.right, "'where'")
  const fits =
    found === undefined || found === 'any' || found === 'number' || (found === 'condition' && soft === undefined)
  if (!fits) {
    const expected = soft === undefined ? 'a condition, or a number that is 0 or 1' : 'a number from 0 to 1'
    report('CTR1564', values.span, { place: `'${soft === undefined ? task : 'soft'}'`, found: nouns[found], expected })
  }
  const expression: Expression = isLimited ? { ...whole, left: values } : values
  return { kind: soft && 'soft', expression: { expression, columns: [...reader.columns].sort() } }
}

function onlyArgument(report: Report, call: CallExpression): Expression | undefined {
  const [only, ...others] = call.arguments
  if (only !== undefined && only.name === undefined && others.length === 0) return only.value
  const expected = "one number of the row, from 0 to 1, as in 'soft(teacher_score)'"
  report('CTR1564', call.span, { place: "'soft'", found: `${call.arguments.length} arguments`, expected })
  return undefined
}

function overColumns(report: Report, key: string, value: ConfigValue): Expression | undefined {
  if (value.kind !== 'map' && value.kind !== 'config_list' && value.kind !== 'per' && value.kind !== 'list')
    return value
  wrongValue(report, key, value, 'an expression over columns')
  return undefined
}

class RowExpressionReader {
  readonly columns = new Set<string>()
  private names = 0
  constructor(private readonly report: Report) {}

  /** What limits a label to rows: elsewhere, and where the condition is missing, a row is unlabelled. */
  condition(expression: Expression, place: string): void {
    this.expect(expression, 'condition', place)
  }

  /** Undefined where an error in it has been reported. */
  read(expression: Expression): Kind | undefined {
    switch (expression.kind) {
      case 'name':
        this.columns.add(expression.name)
        this.names++
        return 'any'
      case 'number':
        return 'number'
      case 'string':
        return 'string'
      case 'boolean':
        return 'condition'
      case 'unary':
        return expression.operator === 'not'
          ? this.expect(expression.operand, 'condition', "'not'")
          : this.expect(expression.operand, 'number', "'-'")
      case 'binary':
        return this.binary(expression)
      case 'call':
        return this.fold(expression)
      case 'invalid':
        return undefined // the parser has reported it
      default:
        return this.refuse(expression)
    }
  }

  private refuse(expression: Expression): undefined {
    const found = expression.kind === 'null' ? "null, which is allowed only after 'is'" : describeValue(expression)
    this.report('CTR1563', expression.span, { found })
    return undefined
  }

  private expect(operand: Expression, wanted: 'condition' | 'number', place: string): Kind | undefined {
    const kind = this.read(operand)
    if (kind !== undefined && kind !== 'any' && kind !== wanted)
      this.report('CTR1564', operand.span, { place, found: nouns[kind], expected: nouns[wanted] })
    return kind === undefined ? undefined : wanted
  }

  private binary(expression: BinaryExpression): Kind | undefined {
    const { operator, operatorSpan, left, right } = expression
    if (arithmetic.has(operator)) return this.both(expression, 'number')
    if (logic.has(operator)) return this.both(expression, 'condition')
    if (comparisons.has(operator)) return this.ofColumns(operator, expression, () => this.comparison(expression))
    if (operator === 'in' || operator === 'not in')
      return this.ofColumns(operator, left, () => this.membership(left, right, operator))
    if (operator === 'is' || operator === 'is not') {
      this.ofColumns(operator, left, () => this.read(left))
      if (right.kind === 'null' || right.kind === 'invalid') return 'condition'
      this.report('CTR1564', right.span, { place: `'${operator}'`, found: describeValue(right), expected: 'null' })
      return 'condition'
    }
    this.report('CTR1563', operatorSpan, { found: `'${operator}'` })
    return undefined
  }

  /** What compares or hashes constants alone is the same in every row: more likely the name of a column stands in quotes. */
  private ofColumns(operator: string, operand: Expression, read: () => Kind | undefined): Kind | undefined {
    const before = this.names
    const kind = read()
    if (kind === undefined || this.names > before) return kind
    const found = operand.kind === 'binary' ? 'constants alone' : describeValue(operand)
    const expected = 'a column, named without quotes; the query gives one that is no name another: "a:b" as ab'
    this.report('CTR1564', operand.span, { place: `'${operator}'`, found, expected })
    return undefined
  }

  private both({ left, right, operator }: BinaryExpression, kind: 'condition' | 'number'): Kind | undefined {
    const kinds = [this.expect(left, kind, `'${operator}'`), this.expect(right, kind, `'${operator}'`)]
    return kinds.includes(undefined) ? undefined : kind
  }

  private comparison({ left, right, operator }: BinaryExpression): Kind | undefined {
    const [a, b] = [this.read(left), this.read(right)]
    if (a === undefined || b === undefined) return undefined
    if (a !== 'any' && b !== 'any' && a !== b)
      this.report('CTR1564', right.span, {
        place: `'${operator}' after ${nouns[a]}`,
        found: nouns[b],
        expected: nouns[a],
      })
    return 'condition'
  }

  private membership(left: Expression, right: Expression, operator: string): Kind | undefined {
    const kind = this.read(left)
    if (right.kind === 'invalid') return undefined
    if (right.kind !== 'list') {
      const found = describeValue(right)
      this.report('CTR1564', right.span, { place: `'${operator}'`, found, expected: 'a list in brackets' })
      return undefined
    }
    let common = kind === undefined ? 'any' : kind
    for (const item of right.items) {
      const literal =
        item.kind === 'number' || item.kind === 'string' || (item.kind === 'unary' && item.operand.kind === 'number')
      if (!literal && item.kind !== 'invalid') {
        this.report('CTR1564', item.span, {
          place: `the list of '${operator}'`,
          found: describeValue(item),
          expected: 'a literal',
        })
        continue
      }
      const own = this.read(item)
      if (own === undefined) continue
      if (common === 'any') common = own
      else if (common !== own)
        this.report('CTR1564', item.span, {
          place: `the list of '${operator}'`,
          found: nouns[own],
          expected: nouns[common],
        })
    }
    return 'condition'
  }

  /** `fold(x, n)`: a stated hash of x in 0..n. */
  private fold(call: CallExpression): Kind | undefined {
    if (call.callee.name !== 'fold') {
      reportUnknown(this.report, 'function of rows', call.callee, ['fold'])
      for (const argument of call.arguments) this.read(argument.value)
      return undefined
    }
    const [value, count] = call.arguments
    const fits =
      call.arguments.length === 2 && count?.value.kind === 'number' && count.value.integer && count.value.value >= 1
    const hashed = value && this.ofColumns('fold', value.value, () => this.read(value.value))
    if (!fits || call.arguments.some((argument) => argument.name !== undefined)) {
      const place = "'fold'"
      this.report('CTR1564', call.span, {
        place,
        found: 'other arguments',
        expected: 'fold(x, n) with a whole number n of 1 or more',
      })
    }
    return hashed && 'number'
  }
}
