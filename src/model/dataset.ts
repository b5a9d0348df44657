import type { RowExpression } from './row-expression.ts'

/** What the rows of a dataset mean. */
export interface Dataset {
  readonly name: string
  readonly query: Query
  readonly surface: SurfaceColumn | ConstantSurface
  readonly time: string | undefined
  readonly weight: RowExpression | undefined
  /** By task. */
  readonly labels: ReadonlyMap<string, Label>
  readonly outcomes: readonly Outcome[]
  readonly splits: ReadonlyMap<string, RowExpression>
}

export interface Query {
  /** SQL text; `{root}` and other `{param}`s stand for --param values. */
  readonly sql: string
}

export interface SurfaceColumn {
  readonly kind: 'column'
  readonly column: string
  readonly values: readonly SurfaceValue[]
  readonly otherwise: 'drop' | 'error'
}

/** `surface: home_feed`: every row is of one surface. */
export interface ConstantSurface {
  readonly kind: 'constant'
  readonly surface: string
  readonly view: string
}

export interface SurfaceValue {
  readonly value: number | string
  readonly surface: string
  readonly view: string
}

/** By surface; `all` where one expression serves every surface. */
export interface Label {
  /** What its values are: numbers from 0 to 1, such as another model's probabilities. Undefined: 0 or 1. */
  readonly kind: 'soft' | undefined
  readonly all: RowExpression | undefined
  readonly bySurface: ReadonlyMap<string, RowExpression>
}

/** A column that is known only after the impression. */
export interface Outcome {
  readonly name: string
}
