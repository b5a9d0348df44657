import type { Diagnostic, Span } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { numbersOf } from '../../features/derived/columns.ts'
import { rawFeatures } from '../../features/derived/derivation.ts'
import { derivedColumn, isComputable } from '../../features/derived/on-host.ts'
import { definitionOf } from '../../features/kinds.ts'
import { large } from '../../features/number-faults.ts'
import type { Domain } from '../../graph/domains.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import type { Feature } from '../../model/feature.ts'
import { overRows } from '../failures.ts'
import { hostColumns } from '../host-columns.ts'
import { caseColumn, type RowPlan } from '../row-plan.ts'
import { caseIn } from '../surfaces.ts'
import { type DomainRule, domainRules } from './domains.ts'

/** Rows of which a number is out of the ordinary, and the least such number. */
interface Met {
  rows: number
  least: number
}

/** What is known of one derived feature's values. NaN is a missing one. */
interface Seen {
  readonly feature: Feature
  readonly isOn: readonly boolean[]
  readonly isNumber: boolean
  readonly rules: readonly { readonly rule: DomainRule; readonly met: Met }[]
  readonly large: Met
  rows: number
  first: number
  isOne: boolean
}

/**
 * What `check --data` reports of columns, of the values of derived features, which are in no column: CTR4046 numbers in the millions, CTR4047 one value in all
 * rows, CTR4052 numbers for which a function of the model is not finite. `features`: the declared ones with what they were fitted to; what could
 * not be is not looked at. `names`: those that models read.
 */
export async function derivedValues(
  plan: RowPlan,
  declared: ReadonlyMap<string, Feature>,
  features: ReadonlyMap<string, Feature>,
  { names, domains }: { readonly names: Iterable<string>; readonly domains: readonly Domain[] },
  surfaces: SurfaceSet,
): Promise<readonly Diagnostic[]> {
  const given = new Set(plan.columns.map(({ spec }) => spec.name))
  const seen = [...new Set(names)].sort().flatMap((name): Seen[] => {
    const feature = features.get(name)
    if (feature?.derivation === undefined || !isComputable(name, features)) return []
    if (!rawFeatures(feature.derivation, features).every((each) => given.has(each))) return []
    const isOn = plan.surfaces.cases.map(({ surface }) => feature.surfaces?.has(surface) ?? true)
    const rules = domains.flatMap(({ feature: of, kind }) =>
      of === name ? [{ rule: domainRules[kind], met: nothing() }] : [],
    )
    const { graph } = definitionOf(feature.type)
    if (graph.steps !== undefined) return []
    const isNumber = graph.reads === 'number'
    return [{ feature, isOn, isNumber, rules, large: nothing(), rows: 0, first: Number.NaN, isOne: true }]
  })
  if (seen.length === 0) return []
  const read = new Set(seen.flatMap(({ feature }) => rawFeatures(feature.derivation!, features)))
  await overRows(plan.source.origin, async () => {
    for await (const { cases, columns } of hostColumns(plan, read, caseIn(plan.surfaces, surfaces, caseColumn)))
      for (const each of seen) {
        const column = derivedColumn(each.feature.derivation!, features, (name) => columns.get(name)!)
        numbersOf(column).forEach((value, row) => {
          if (each.isOn[cases[row]!]) look(each, value)
        })
      }
  })
  return seen.flatMap((each) => findings(each, plan.source.origins.get(declared.get(each.feature.name)!)))
}

const nothing = (): Met => ({ rows: 0, least: Number.POSITIVE_INFINITY })

function look(seen: Seen, value: number): void {
  if (seen.rows++ === 0) seen.first = value
  else if (!Object.is(seen.first, value)) seen.isOne = false
  if (!seen.isNumber) return
  const otherwise = seen.feature.default
  const number = Number.isNaN(value) && typeof otherwise === 'number' ? otherwise : value
  if (Math.abs(number) > large) meet(seen.large, number)
  for (const { rule, met } of seen.rules) if (rule.isOutside(number)) meet(met, number)
}

function meet(met: Met, value: number): void {
  met.rows++
  met.least = Math.min(met.least, value)
}

function findings(
  { feature, rows, first, isOne, large: beyond, rules }: Seen,
  span: Span | undefined,
): readonly Diagnostic[] {
  const { name } = feature
  const value = Number.isNaN(first) ? undefined : String(first)
  return [
    ...(rows > 1 && isOne ? [diagnostic('CTR4047', span, { feature: name, rows, value })] : []),
    ...(beyond.rows === 0
      ? []
      : [diagnostic('CTR4046', span, { feature: name, rows: beyond.rows, example: String(beyond.least) })]),
    ...rules.flatMap(({ rule, met }) => {
      if (met.rows === 0) return []
      const at = { feature: name, expression: rule.shown(name), needs: rule.needs }
      const remedy = 'clip(...) around what it is derived of bounds it'
      return [diagnostic('CTR4052', span, { ...at, rows: met.rows, example: String(met.least), remedy })]
    }),
  ]
}
