import type { Related } from '../../diagnostics/diagnostic.ts'
import { definitionOf } from '../../features/kinds.ts'
import type { Interpreter } from './interpreter.ts'
import { sourcesIn } from './value-parts.ts'
import type { Value } from './values.ts'

/** A value of more features has a width that is the sum of many, and none of them is what is wrong. */
const mostFeatures = 2

/**
 * Where the widths of embeddings are declared, beside what is wrong about the shapes of values: a table's `dim` stands in another file than the line
 * where it no longer fits.
 */
export function widthsOf({ program }: Interpreter, values: readonly Value[]): readonly Related[] {
  const places = new Map<string, Related>()
  for (const value of values) {
    const sources = sourcesIn(value).all
    if (sources.length > mostFeatures) continue
    for (const { feature: name } of sources) {
      const feature = program.features.get(name)
      const table = feature && program.tables.get(definitionOf(feature.type).lookup?.table ?? '')
      if (table === undefined || places.has(table.name)) continue
      const message = `'${name}' is looked up in table '${table.name}', which has a dim of ${table.dim}`
      places.set(table.name, { message, span: table.span })
    }
  }
  return [...places.values()]
}
