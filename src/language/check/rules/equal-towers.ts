import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../../diagnostics/report.ts'
import type { SourceProgram, TowerNode } from '../../program.ts'
import { printBlock } from '../../syntax/print.ts'

/** Of all equal towers together: two of one line are as short as one text for both. */
const fewest = 3

/** Towers of one part that are equal but for their surface (CTR2103): `tower each surface of ...` is one text for all of them. */
export function equalTowers({ models }: SourceProgram): readonly Diagnostic[] {
  return [...models.values()].flatMap(({ towers, declaration }) => {
    if (declaration.base !== undefined) return []
    const byText = new Map<string, TowerNode[]>()
    for (const tower of towers.filter(isWritten)) {
      const key = `${tower.parent} ${printBlock(tower.declaration.body)}`
      byText.set(key, [...(byText.get(key) ?? []), tower])
    }
    return [...byText.values()].flatMap(([first, ...others]) => {
      if (first === undefined || others.length === 0) return []
      const statements = (others.length + 1) * first.declaration.body.statements.length
      if (statements < fewest) return []
      const surfaces = [first, ...others].map(({ surface }) => surface)
      const related = others.map(({ surface, declaration: { name } }) => ({
        message: `tower '${surface}' is the same`,
        span: name.span,
      }))
      return [diagnostic('CTR2103', first.declaration.name.span, { surfaces, parent: first.parent }, { related })]
    })
  })
}

/** Not made of `tower each surface`, and with something in it. */
const isWritten = ({ declaration }: TowerNode): boolean =>
  !declaration.isOfEach && declaration.body.statements.length > 0
