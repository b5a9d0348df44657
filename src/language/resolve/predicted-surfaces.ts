import type { Report } from '../../diagnostics/report.ts'
import { SurfaceSet } from '../../graph/surfaces.ts'
import type { Surface } from '../program.ts'
import type { Block, PredictStatement, TowerDeclaration } from '../syntax/ast.ts'
import { placeOfTower } from '../syntax/tower-place.ts'
import { walkStatements } from '../syntax/walk.ts'
import { reportUnknown, withoutRepetition } from './known.ts'
import type { TowerTree } from './tower-tree.ts'

/**
 * The surfaces of `predict click on search`. Errors: CTR1501 an unknown one, CTR1516 one that is listed twice, CTR2072 one that the part does
 * not run on.
 */
export function checkPredictedSurfaces(
  report: Report,
  declared: ReadonlyMap<string, Surface>,
  trunk: { readonly body: Block | undefined; readonly surfaces: SurfaceSet },
  { branches, towers }: TowerTree,
): void {
  const check = (body: Block | undefined, place: string, surfaces: SurfaceSet): void => {
    for (const { task, surfaces: named } of body === undefined ? [] : predictionsIn(body)) {
      for (const surface of withoutRepetition(report, named ?? [], `the surfaces of predict ${task.name}`)) {
        if (!declared.has(surface.name)) reportUnknown(report, 'surface', surface, declared.keys())
        else if (!surfaces.has(surface.name))
          report('CTR2072', surface.span, { task: task.name, surface: surface.name, place, runs: surfaces })
      }
    }
  }
  check(trunk.body, 'the trunk', trunk.surfaces)
  for (const { name, surfaces, declaration } of branches) check(declaration.body, `branch '${name}'`, surfaces)
  const byTower = new Map<TowerDeclaration, string[]>()
  for (const { surface, declaration } of towers)
    byTower.set(declaration, [...(byTower.get(declaration) ?? []), surface])
  for (const [declaration, surfaces] of byTower)
    check(declaration.body, placeOfTower(declaration), SurfaceSet.of(surfaces))
}

function predictionsIn(body: Block): readonly PredictStatement[] {
  const found: PredictStatement[] = []
  walkStatements(body, (statement) => {
    if (statement.kind === 'predict') found.push(statement)
  })
  return found
}
