import { byKey } from '../../diagnostics/text-order.ts'
import type { Block, Identifier } from '../syntax/ast.ts'
import type { TowerTree } from './tower-tree.ts'
import { tasksIn } from './walk.ts'

/** Every task that a model predicts somewhere, with the first place in order of trunk, branches, towers; by name. */
export function tasksOf(trunk: Block | undefined, { branches, towers }: TowerTree): ReadonlyMap<string, Identifier> {
  const bodies = [...branches, ...towers].map(({ declaration }) => declaration.body)
  const first = new Map<string, Identifier>()
  for (const task of (trunk === undefined ? bodies : [trunk, ...bodies]).flatMap(tasksIn))
    if (task.name !== '' && !first.has(task.name)) first.set(task.name, task)
  return new Map([...first].sort(byKey))
}
