import type { Diagnostic, Fix } from '../../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../../diagnostics/report.ts'
import type { SourceProgram } from '../../program.ts'
import { removal } from '../../resolve/removal.ts'
import type { FeatureNode, Identifier } from '../../syntax/ast.ts'
import { featuresUsed } from './names-used.ts'
import { withoutNames } from './without-names.ts'

/** Features of a line that no code, level or derivation reads (CTR2100). */
export function unusedFeature(program: SourceProgram): readonly Diagnostic[] {
  const used = featuresUsed(program)
  return [...program.files.values()].flatMap(({ items, text }) =>
    items.flatMap((item) => {
      if (item.kind !== 'features') return []
      return item.features.flatMap((line) => {
        const unused = line.names.filter(({ name }) => !used.has(name))
        const [first] = unused
        if (first === undefined) return []
        const features = unused.map(({ name }) => name)
        return [diagnostic('CTR2100', first.span, { features }, { fixes: [without(line, unused, text)] })]
      })
    }),
  )
}

function without({ names, span }: FeatureNode, unused: readonly Identifier[], text: string): Fix {
  const title = `remove ${unused.map(({ name }) => `'${name}'`).join(', ')}`
  const edits = unused.length === names.length ? [removal(span, text)] : withoutNames(names, unused)
  return { kind: 'remove', title, edits }
}
