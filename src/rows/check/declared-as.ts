import type { Feature } from '../../model/feature.ts'
import type { RowPlan } from '../row-plan.ts'

/** What a feature is declared as: a field as its record, which has one length, level and list of surfaces for all of its fields. */
export function declaredAs({ columns }: RowPlan, feature: Feature): Feature {
  if (feature.record === undefined) return feature
  return columns.find((each) => each.feature?.name === feature.record?.name)?.feature ?? feature
}

/** One of each, where several fields of a record have the same to report. */
export function firstOfEach<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  const seen = new Set<string>()
  return items.filter((item) => {
    const key = keyOf(item)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
