import type { Report } from '../../diagnostics/report.ts'
import type { RowExpression } from '../program.ts'
import type { BinaryOperator, Expression } from '../syntax/ast.ts'
import { printExpression } from '../syntax/print.ts'
import { related } from './extras.ts'

/**
 * A split whose condition demands all that another's does, or allows all that it does, lies within it: calibrators fitted on rows that the
 * weights have seen (CTR1651). Of conditions that overlap for another reason the data tell (CTR4022).
 */
export function checkSplitOverlaps(report: Report, dataset: string, splits: ReadonlyMap<string, RowExpression>): void {
  const reported = new Set<string>()
  // Of two that are equal, `train` is the one that was meant.
  const trainLast = [...splits].toSorted(([a], [b]) => Number(a === 'train') - Number(b === 'train'))
  for (const [inner, { expression }] of trainLast)
    for (const [outer, other] of splits) {
      if (inner === outer || reported.has(outer) || !isWithin(expression, other.expression)) continue
      reported.add(inner)
      const extras = { related: related(`'${outer}' is declared here`, other.expression.span) }
      report('CTR1651', expression.span, { inner, outer, dataset }, extras)
      break
    }
}

/** `a and b` lies within `a`, and `a` within `a or b`: by text, so that what is told is certain. */
const isWithin = (inner: Expression, outer: Expression): boolean =>
  contains(partsOf(inner, 'and'), partsOf(outer, 'and')) || contains(partsOf(outer, 'or'), partsOf(inner, 'or'))

const contains = (all: ReadonlySet<string>, some: ReadonlySet<string>): boolean =>
  [...some].every((each) => all.has(each))

function partsOf(expression: Expression, operator: BinaryOperator): ReadonlySet<string> {
  if (expression.kind !== 'binary' || expression.operator !== operator) return new Set([printExpression(expression)])
  return new Set([...partsOf(expression.left, operator), ...partsOf(expression.right, operator)])
}
