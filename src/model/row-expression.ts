/** A label, split or weight over the columns of a query (docs/language.md, Data). `rows` compiles it to quoted SQL. */
export interface RowExpression {
  readonly expression: RowOperand
  /** Columns that it reads, sorted. */
  readonly columns: readonly string[]
}

export type RowOperand =
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'not' | 'negate'; readonly operand: RowOperand }
  | RowComparison
  | RowLogic
  | RowArithmetic
  | { readonly kind: 'is null' | 'is not null'; readonly operand: RowOperand }
  | RowWhere
  | RowMembership
  | RowFold

export const rowComparisons = ['==', '!=', '<', '<=', '>', '>='] as const
export const rowLogic = ['and', 'or'] as const
export const rowArithmetic = ['+', '-', '*', '/', '%'] as const

interface RowBinary<Operator extends string> {
  readonly kind: Operator
  readonly left: RowOperand
  readonly right: RowOperand
}

export type RowComparison = RowBinary<(typeof rowComparisons)[number]>
export type RowLogic = RowBinary<(typeof rowLogic)[number]>
export type RowArithmetic = RowBinary<(typeof rowArithmetic)[number]>

/** The left side where the right side, a condition, holds; elsewhere missing. A whole label alone is one. */
export type RowWhere = RowBinary<'where'>

/** Whether an operand is one of these operators with a left and a right side. */
export const isBinary = <Operator extends string>(
  operand: { readonly kind: string },
  operators: readonly Operator[],
): operand is RowBinary<Operator> => operators.some((each) => each === operand.kind)

export interface RowMembership {
  readonly kind: 'in' | 'not in'
  readonly operand: RowOperand
  /** Literals. */
  readonly items: readonly RowOperand[]
}

/** `fold(x, n)`: a stated hash of x in 0..n. */
export interface RowFold {
  readonly kind: 'fold'
  readonly operand: RowOperand
  readonly buckets: number
}
