import type { Model } from '../program.ts'
import type { Block, Identifier } from '../syntax/ast.ts'
import type { Report } from './report.ts'
import type { TowerTree } from './tower-tree.ts'
import { statementsOf } from './walk.ts'

const predictedIn = (block: Block | undefined): readonly Identifier[] =>
  block === undefined ? [] : [...statementsOf(block)].flatMap((each) => (each.kind === 'predict' ? [each.task] : []))

/** Every task that a model predicts somewhere, with the first place in order of trunk, branches, towers; by name. */
export function tasksOf(trunk: Block | undefined, { branches, towers }: TowerTree): ReadonlyMap<string, Identifier> {
  const blocks = [
    trunk,
    ...branches.map(({ declaration }) => declaration.body),
    ...towers.map(({ declaration }) => declaration.body),
  ]
  const first = new Map<string, Identifier>()
  for (const task of blocks.flatMap(predictedIn))
    if (task.name !== '' && !first.has(task.name)) first.set(task.name, task)
  return new Map([...first].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Each live surface has a prediction in its tower, in a branch that runs it, or in the trunk (CTR1552). */
export function checkPredictions(
  report: Report,
  { name, declaration, trunk, branches, towers, live }: Omit<Model, 'tasks' | 'calibrations' | 'train' | 'serve'>,
): void {
  for (const surface of live) {
    const tower = towers.find((each) => each.surface === surface)
    const blocks = [
      tower?.declaration.body,
      trunk,
      ...branches.filter((each) => each.surfaces.has(surface)).map((each) => each.declaration.body),
    ]
    if (blocks.some((block) => predictedIn(block).length > 0)) continue
    const mention = declaration.surfaces.find((each) => each.name.name === surface)
    report('CTR1552', tower?.declaration.name.span ?? mention?.name.span, {
      surface,
      model: name,
      hasTower: tower !== undefined,
    })
  }
}
