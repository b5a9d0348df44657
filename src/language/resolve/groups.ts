import type { Report } from '../../diagnostics/report.ts'
import type { Feature, FeatureGroup } from '../program.ts'
import type { Declarations } from './declarations.ts'
import { ofEveryRow } from './feature-lines.ts'

/**
 * Named blocks of features. A feature that was reported and left out, or that is declared elsewhere first, is not in its group.
 * Errors: CTR1515 a group called `surface` or `view`.
 */
export function resolveGroups(
  report: Report,
  { groups, features: declared }: Declarations,
  features: ReadonlyMap<string, Feature>,
): ReadonlyMap<string, FeatureGroup> {
  return new Map(
    [...groups].map(([key, { name, block }]) => {
      if (ofEveryRow.has(key)) report('CTR1515', name.span, { name: key })
      const own = block.features
        .flatMap(({ names }) => names)
        .flatMap((each) => (declared.get(each.name)?.name === each ? (features.get(each.name) ?? []) : []))
      return [key, { name: key, features: own, span: name.span }]
    }),
  )
}
