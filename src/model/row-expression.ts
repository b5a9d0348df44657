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
  | RowMembership
  | RowFold

export interface RowComparison {
  readonly kind: '==' | '!=' | '<' | '<=' | '>' | '>='
  readonly left: RowOperand
  readonly right: RowOperand
}

export interface RowLogic {
  readonly kind: 'and' | 'or'
  readonly left: RowOperand
  readonly right: RowOperand
}

export interface RowArithmetic {
  readonly kind: '+' | '-' | '*' | '/' | '%'
  readonly left: RowOperand
  readonly right: RowOperand
}

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
