import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../../diagnostics/report.ts'
import { definitionOf } from '../../../features/kinds.ts'
import { columnOf } from '../../../model/feature.ts'
import type { Feature, SourceProgram } from '../../program.ts'

/**
 * Two features of the same column, or derived in the same way, with the same clauses (CTR2102). Those of two tables are two embeddings, as is
 * meant; a `cross` is hashed by its name, so that two of the same features collide elsewhere.
 */
export function duplicateFeature({ features, tables }: SourceProgram): readonly Diagnostic[] {
  const first = new Map<string, Feature>()
  const inText = [...features.values()].toSorted((a, b) => a.span.start - b.span.start)
  return inText.flatMap((feature) => {
    if (feature.derivation?.of === 'cross' || isOfRecord(feature)) return []
    const key = whatIsRead(feature, tables)
    const earlier = first.get(key)
    if (earlier === undefined || earlier.span.file !== feature.span.file) {
      first.set(key, feature)
      return []
    }
    const related = [{ message: `'${earlier.name}' is declared here`, span: earlier.span }]
    return [diagnostic('CTR2102', feature.span, { name: feature.name, earlier: earlier.name }, { related })]
  })
}

/** Columns of two records may be called alike: they are fields of structs. */
const isOfRecord = ({ record, type }: Feature): boolean =>
  record !== undefined || definitionOf(type).fields !== undefined

function whatIsRead(feature: Feature, tables: SourceProgram['tables']): string {
  const { level, surfaces, otherwise, missing, servedAs, derivation } = feature
  const lookup = definitionOf(feature.type).lookup
  const table = tables.get(lookup?.table ?? '')
  // A table in place is named for its feature.
  const isOwn = table !== undefined && table.name === feature.name
  return JSON.stringify([
    derivation ?? columnOf(feature),
    [definitionOf(feature.type).text, feature.default, missing, servedAs],
    [level, surfaces?.names, otherwise],
    isOwn ? [table.rule, table.dim, table.initial] : table?.name,
  ])
}
