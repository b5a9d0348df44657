import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../../diagnostics/report.ts'
import { definitionOf } from '../../../features/kinds.ts'
import type { SourceProgram } from '../../program.ts'
import { tableOfFeature } from '../../resolve/per-feature.ts'
import { removal } from '../../resolve/removal.ts'
import { wordsOfCode } from './names-used.ts'

/** A table in which no feature is looked up (CTR2101). */
export function unusedTable(program: SourceProgram): readonly Diagnostic[] {
  const words = wordsOfCode(program)
  const looked = new Set([...program.features.values()].flatMap(({ type }) => definitionOf(type).lookup?.table ?? []))
  const isUsed = (name: string): boolean => {
    const own = tableOfFeature(name, '')
    return words.has(name) || looked.has(name) || [...looked].some((each) => each.startsWith(own))
  }
  return [...program.files.values()].flatMap(({ items, text }) =>
    items.flatMap((item) => {
      if (item.kind !== 'table' || isUsed(item.name.name)) return []
      const { name, span } = item.name
      const fixes = [{ kind: 'remove' as const, title: `remove '${name}'`, edits: [removal(item.span, text)] }]
      return [diagnostic('CTR2101', span, { table: name }, { fixes })]
    }),
  )
}
