import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts'
import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'
import { byKey } from '../diagnostics/text-order.ts'
import { quoteName } from '../features/sql/quote.ts'
import { SurfaceSet } from '../graph/surfaces.ts'
import type { Dataset, Label } from '../model/dataset.ts'
import { columnOf, type Feature } from '../model/feature.ts'
import type { DataSpec } from '../model/model-spec.ts'
import type { RowExpression } from '../model/row-expression.ts'
import { absentColumn } from './absent-column.ts'
import { type ParallelRecord, type RawColumnPlan, rawColumns } from './columns.ts'
import { typeProblems } from './conversions.ts'
import type { Source } from './source.ts'
import { type RowExpressionContext, rowExpressionSql } from './sql/row-expression.ts'
import { caseIn, type SurfaceCases, surfaceCases } from './surfaces.ts'

/** Name of the column that holds a row's case in SurfaceCases; no column of a query is called so. */
export const caseColumn = quoteName('ctrc surface case')

/** A task's label in SQL. */
export interface PlannedLabel {
  readonly kind: Label['kind']
  /** A number or missing, as the row's surface defines it. */
  readonly sql: string
}

/** How a dataset's rows are read for one purpose: SQL for each part, all over the columns of `rows`. */
export interface RowPlan {
  readonly dataset: Dataset
  readonly source: Source
  readonly surfaces: SurfaceCases
  /** A table: the query's columns and `caseColumn`. */
  readonly rows: string
  /** Conditions, true or not (never missing). */
  readonly splits: ReadonlyMap<string, string>
  /** By task. */
  readonly labels: ReadonlyMap<string, PlannedLabel>
  /** A number. */
  readonly weight: string
  readonly columns: readonly RawColumnPlan[]
  /** Sets of lists of which a row must have as many elements (graph/parallel-lists.ts). */
  readonly parallel: readonly (readonly string[])[]
  /** Records whose fields are lists of their own. */
  readonly records: readonly ParallelRecord[]
  /**
   * The scalar columns that the program names: what distinguishes two rows, each where the row's surface reads it. As arguments of SQL's concat, for which a missing value is
   * no text: '=' and the value's text, or nothing.
   */
  readonly contents: readonly string[]
}

export interface RowPlanRequest {
  readonly features: readonly Feature[]
  readonly tasks: Iterable<string>
  readonly parallel: readonly (readonly string[])[]
  /** Features that derivations read, and nothing else does. */
  readonly operands: ReadonlySet<string>
}

/** Throws all that is wrong with columns and row expressions at once. */
export async function rowPlan(
  spec: DataSpec,
  dataset: Dataset,
  source: Source,
  request: RowPlanRequest,
): Promise<RowPlan> {
  const { origins } = source
  const context: RowExpressionContext = { what: source.origin.what, columns: source.columns, origins }
  const problems: Diagnostic[] = []
  const attempt = <T>(otherwise: T, step: () => T): T => {
    try {
      return step()
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error
      problems.push(...error.diagnostics)
      return otherwise
    }
  }
  const surfaces = attempt<SurfaceCases>({ sql: '-1', cases: [] }, () => surfaceCases(dataset, source))
  const {
    plans,
    records,
    problems: columnProblems,
    mismatches,
  } = rawColumns(spec, request.features, source, request.operands)
  problems.push(...columnProblems, ...(await typeProblems(source, mismatches)))
  if (dataset.time !== undefined && !source.columns.has(dataset.time))
    problems.push(missingColumn(source, dataset.time, 'time', origins.get(dataset)))
  for (const outcome of dataset.outcomes)
    if (!source.columns.has(outcome.name))
      problems.push(missingColumn(source, outcome.name, 'outcomes', origins.get(outcome)))

  const splits = new Map<string, string>()
  for (const [name, expression] of dataset.splits)
    splits.set(
      name,
      attempt('FALSE', () => conditionSql(expression, `split '${name}'`, context)),
    )
  const labels = new Map<string, PlannedLabel>()
  for (const task of [...request.tasks].sort()) {
    const label = dataset.labels.get(task)
    if (label !== undefined)
      labels.set(task, {
        kind: label.kind,
        sql: labelSql(label, task, surfaces, (step) => attempt('NULL', step), context),
      })
  }
  const weight = dataset.weight
  const weightSql = weight === undefined ? '1' : attempt('1', () => numberSql(weight, 'the weight', context))
  if (problems.length > 0) throw new DiagnosticError(problems)
  return {
    dataset,
    source,
    surfaces,
    rows: `(SELECT *, ${surfaces.sql} AS ${caseColumn} FROM ${source.table} AS source) AS rows`,
    splits,
    labels,
    weight: weightSql,
    columns: plans,
    parallel: request.parallel,
    records,
    contents: contentsOf(spec, dataset, source, surfaces),
  }
}

const missingColumn = (
  { origin, columns }: Source,
  column: string,
  reader: string,
  span: Span | undefined,
): Diagnostic =>
  diagnostic('CTR4010', span, {
    column,
    reader: `'${reader}'`,
    what: origin.what,
    ...absentColumn(column, columns),
  })

function conditionSql({ expression }: RowExpression, what: string, context: RowExpressionContext): string {
  const { sql, kind } = rowExpressionSql(expression, context)
  if (kind === 'boolean') return `coalesce(${sql}, FALSE)`
  const at = { operator: what, found: `a ${kind}`, expected: 'a condition, such as day < 20' }
  throw new DiagnosticError([diagnostic('CTR4012', context.origins.get(expression), at)])
}

function numberSql({ expression }: RowExpression, what: string, context: RowExpressionContext): string {
  const { sql, kind } = rowExpressionSql(expression, context)
  if (kind === 'boolean') return `CAST(${sql} AS INTEGER)`
  if (kind === 'number') return sql
  const at = { operator: what, found: `a ${kind}`, expected: 'a condition or a number' }
  throw new DiagnosticError([diagnostic('CTR4012', context.origins.get(expression), at)])
}

/** A surface's own expression comes before the one for all; a surface with neither is unlabelled. */
function labelSql(
  label: Label,
  task: string,
  surfaces: SurfaceCases,
  attempt: (step: () => string) => string,
  context: RowExpressionContext,
): string {
  const sqlOf = (expression: RowExpression): string =>
    attempt(() => `CAST(${numberSql(expression, `label '${task}'`, context)} AS DOUBLE)`)
  const otherwise = label.all === undefined ? 'NULL' : sqlOf(label.all)
  const whens = [...label.bySurface]
    .sort(byKey)
    .map(([surface, each]) => `WHEN ${caseIn(surfaces, SurfaceSet.of([surface]), caseColumn)} THEN ${sqlOf(each)}`)
  return whens.length === 0 ? otherwise : `(CASE ${whens.join(' ')} ELSE ${otherwise} END)`
}

/**
 * Independent of what a graph reads, so that a feature more or less does not shuffle the rows anew; but a column counts only in rows of
 * surfaces whose features or labels read it, so that what other rows have in it changes nothing.
 */
function contentsOf(spec: DataSpec, dataset: Dataset, { columns }: Source, surfaces: SurfaceCases): readonly string[] {
  /** Undefined: read on every surface. */
  const readOn = new Map<string, SurfaceSet | undefined>()
  const read = (names: Iterable<string>, on: SurfaceSet | undefined): void => {
    for (const name of names) {
      const known = readOn.has(name) ? readOn.get(name) : SurfaceSet.empty
      readOn.set(name, on === undefined || known === undefined ? undefined : known.union(on))
    }
  }
  // Lists have no part in it, of records or others.
  for (const feature of spec.features.values())
    if (feature.derivation === undefined && feature.record === undefined) read([columnOf(feature)], feature.surfaces)
  for (const key of spec.levels.declarations.flatMap(({ by }) => by))
    read([columnOf(spec.features.get(key) ?? { name: key, column: undefined })], undefined)
  for (const expression of [dataset.weight, ...dataset.splits.values()]) read(expression?.columns ?? [], undefined)
  for (const label of dataset.labels.values()) {
    read(label.all?.columns ?? [], undefined)
    for (const [surface, { columns: names }] of label.bySurface) read(names, SurfaceSet.of([surface]))
  }
  read(
    dataset.outcomes.map(({ name }) => name),
    undefined,
  )
  if (dataset.time !== undefined) read([dataset.time], undefined)
  if (dataset.surface.kind === 'column') read([dataset.surface.column], undefined)
  return [...readOn]
    .sort(byKey)
    .filter(([name]) => columns.get(name) !== undefined && columns.get(name)!.kind !== 'list')
    .map(([name, on]) => {
      const value = whereRead(quoteName(name), on, surfaces)
      return `CASE WHEN ${value} IS NULL THEN '' ELSE '=' END, CAST(${value} AS VARCHAR)`
    })
}

/** A column's value, missing in rows of surfaces that do not read it. */
export const whereRead = (column: string, on: SurfaceSet | undefined, surfaces: SurfaceCases): string =>
  on === undefined ? column : `(CASE WHEN ${caseIn(surfaces, on, caseColumn)} THEN ${column} END)`
