import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../../diagnostics/report.ts'
import type { SourceProgram } from '../../program.ts'
import { withoutParameter } from './without-parameter.ts'
import { wordsIn } from './words-in.ts'

/** A parameter that its module does not read: what a caller gives for it has no effect (CTR2041). */
export function unusedParameter(program: SourceProgram): readonly Diagnostic[] {
  return [...program.files].flatMap(([path, { items }]) =>
    items.flatMap((item) => {
      if (item.kind !== 'module' || path.startsWith('ctr:')) return []
      const { name: module, parameters, body, result } = item
      const used = wordsIn(body, new Set(wordsIn(result)))
      return parameters.flatMap((parameter) => {
        const { name } = parameter
        if (used.has(name.name)) return []
        const others = parameters.filter((each) => each.name !== name).map((each) => [each.type, each.default])
        if (wordsIn(others).has(name.name)) return []
        const fixes = withoutParameter(program, item, parameter)
        return [diagnostic('CTR2041', name.span, { name: name.name, module: module.name }, { fixes })]
      })
    }),
  )
}
