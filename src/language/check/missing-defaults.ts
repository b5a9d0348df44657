import type { Fix } from '../../diagnostics/diagnostic.ts'
import { definitionOf } from '../../features/kinds.ts'
import type { SourceProgram } from '../program.ts'
import { addDefault } from '../resolve/add-default.ts'

/** What gives a required number a default, by the feature's name: for what the data show to be missing (CTR4040). A default holds for its whole line. */
export function missingDefaults({ files, features }: SourceProgram): ReadonlyMap<string, Fix> {
  const fixes = new Map<string, Fix>()
  for (const { items } of files.values())
    for (const item of items)
      if (item.kind === 'features')
        for (const line of item.features)
          for (const { name, span } of line.names) {
            const feature = features.get(name)
            if (feature === undefined || feature.span.start !== span.start || line.default !== undefined) continue
            if (definitionOf(feature.type).graph.reads === 'number') fixes.set(name, addDefault(line))
          }
  return fixes
}
