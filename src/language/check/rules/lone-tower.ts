import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../../diagnostics/report.ts'
import type { Model, SourceProgram, TowerNode } from '../../program.ts'
import { partsAbove } from '../../resolve/parts-above.ts'
import type { Block } from '../../syntax/ast.ts'
import { placeOfTower } from '../../syntax/tower-place.ts'
import { walkStatements } from '../../syntax/walk.ts'
import { wordsIn } from './words-in.ts'

/** A tower that predicts and reads no export of the parts above it: its surface shares nothing with the others (CTR2042). */
export function loneTower({ models }: SourceProgram): readonly Diagnostic[] {
  return [...models.values()].flatMap((model) =>
    ofOneText(model).flatMap((tower) => {
      const exported = partsAbove(model, tower).flatMap(exportsOf)
      const { body, name } = tower.declaration
      if (exported.length === 0 || !body.statements.some(({ kind }) => kind === 'predict')) return []
      const read = wordsIn(body)
      if (exported.some((name) => read.has(name))) return []
      return [diagnostic('CTR2042', name.span, { place: placeOfTower(tower.declaration), exported })]
    }),
  )
}

/** A tower of each surface once. */
const ofOneText = ({ towers }: Model): readonly TowerNode[] =>
  towers.filter((tower, i) => towers.findIndex((each) => each.declaration === tower.declaration) === i)

function exportsOf(body: Block): readonly string[] {
  const names: string[] = []
  walkStatements(body, (statement) => {
    if (statement.kind === 'let' && statement.exported) names.push(statement.name.name)
  })
  return names
}
