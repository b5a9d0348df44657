import type { Diagnostic, Span } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { type RawSpec, sourceSql } from '../../features/reading.ts'
import { quoteName } from '../../features/sql/quote.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import { nameInData } from '../../model/feature.ts'
import type { DataSpec } from '../../model/model-spec.ts'
import type { RawColumnPlan } from '../columns.ts'
import { overRows } from '../failures.ts'
import { caseColumn, type RowPlan } from '../row-plan.ts'
import { caseIn, surfaceNumber } from '../surfaces.ts'

/**
 * Rows that agree on a level's key (and those of the levels it is within) but not on its features (CTR4042), within each
 * surface. Rows whose key is missing are groups of their own and break nothing.
 */
export async function keyContracts(
  spec: DataSpec,
  plan: RowPlan,
  surfaces: SurfaceSet,
): Promise<readonly Diagnostic[]> {
  const problems: Diagnostic[] = []
  for (const level of spec.levels.names) {
    const keys = keysOf(spec, level)
    const features = plan.columns.filter(
      (column) => column.feature?.level === level && !keys.includes(column.spec.name),
    )
    if (level === spec.levels.row || keys.length === 0 || features.length === 0) continue
    const problem = await violation(spec, plan, surfaces, { level, keys, features })
    if (problem !== undefined) problems.push(problem)
  }
  return problems
}

interface Contract {
  readonly level: string
  /** The level's own keys first, then those of the levels it is within. */
  readonly keys: readonly string[]
  readonly features: readonly RawColumnPlan[]
}

const keysOf = ({ levels }: DataSpec, level: string): readonly string[] => {
  const above = [...levels.coarserThan(level)].reverse()
  return [...new Set([level, ...above].flatMap((name) => levels.declaration(name)?.by ?? []))]
}

async function violation(
  spec: DataSpec,
  plan: RowPlan,
  surfaces: SurfaceSet,
  contract: Contract,
): Promise<Diagnostic | undefined> {
  const { level, keys, features } = contract
  const [groups, of, rows] = await differing(plan, surfaces, keys, [features])
  if (groups === 0) return undefined
  const each = await differing(
    plan,
    surfaces,
    keys,
    features.map((feature) => [feature]),
  )
  return diagnostic('CTR4042', placeOf(spec, plan, level), {
    level,
    keys: keys.join(', '),
    groups: groups!,
    of: of!,
    rows: rows!,
    features: features.filter((_, i) => each[3 * i]! > 0).map((column) => nameInData(column.spec)),
    suggestion: await suggestion(spec, plan, surfaces, contract),
  })
}

function placeOf({ levels }: DataSpec, { source: { origins }, dataset }: RowPlan, level: string): Span | undefined {
  const declaration = levels.declaration(level)
  return (declaration === undefined ? undefined : origins.get(declaration)) ?? origins.get(dataset)
}

/** For each set of columns: groups of `keys` that differ in it, groups at all, rows of those that differ. */
async function differing(
  plan: RowPlan,
  surfaces: SurfaceSet,
  keys: readonly string[],
  sets: readonly (readonly RawColumnPlan[])[],
): Promise<readonly number[]> {
  const { origin, database } = plan.source
  // A column of a surface that lacks the feature may hold anything.
  const valueSql = ({ spec, feature }: RawColumnPlan): string =>
    feature?.surfaces === undefined
      ? identitySql(spec)
      : `CASE WHEN ${caseIn(plan.surfaces, feature.surfaces, caseColumn)} THEN ${identitySql(spec)} END`
  const variants = sets.map((set, i) => `count(DISTINCT hash(${set.map(valueSql).join(', ')})) AS v${i}`)
  const values = keys.map((key) => keySql(plan, key))
  const there = values.map((value) => `${value} IS NOT NULL`)
  const grouped =
    `SELECT count(*) AS n, ${variants.join(', ')} FROM ${plan.rows} ` +
    `WHERE ${[caseIn(plan.surfaces, surfaces, caseColumn), ...there].join(' AND ')} ` +
    `GROUP BY ${[surfaceNumber(plan.surfaces, caseColumn), ...values].join(', ')}`
  const totals = sets.map((_, i) => `count(*) FILTER (WHERE v${i} > 1), count(*), sum(n) FILTER (WHERE v${i} > 1)`)
  const [cells = []] = await overRows(origin, () => database.rows(`SELECT ${totals.join(', ')} FROM (${grouped})`))
  return cells.map((cell) => Number(cell ?? 0))
}

/** What the model sees of a value: null where it is missing, by its sentinel too. */
const identitySql = (spec: RawSpec): string => spec.reading.identity(sourceSql(spec))

/** A key as it is grouped by; a column that is no key yet, as it stands. */
function keySql({ columns }: RowPlan, key: string): string {
  const column = columns.find(({ spec }) => spec.name === key)
  return column === undefined ? `nullif(CAST(${quoteName(key)} AS VARCHAR), '')` : identitySql(column.spec)
}

/** A further column under which the features are the same, from those that the splits read: `day` as a rule. */
async function suggestion(spec: DataSpec, plan: RowPlan, surfaces: SurfaceSet, contract: Contract): Promise<string> {
  const { level, keys, features } = contract
  const own = spec.levels.declaration(level)?.by ?? keys
  const form = (by: string): string => `level ${level}_${by} by ${[...own, by].join(', ')} within ${level}`
  const keyColumns = new Set(plan.columns.filter(({ spec }) => keys.includes(spec.name)).map(({ spec }) => spec.column))
  const candidates = [...new Set([...plan.dataset.splits.values()].flatMap(({ columns }) => columns))].sort()
  for (const candidate of candidates) {
    if (keyColumns.has(candidate) || !plan.source.columns.has(candidate)) continue
    const [groups] = await differing(plan, surfaces, [...keys, candidate], [features])
    if (groups === 0)
      return `the features are the same within ${keys.join(', ')}, ${candidate}; declare ${form(candidate)} and move them there`
  }
  return `features that change with time need a level with a key of its own, such as ${form('day')}`
}
