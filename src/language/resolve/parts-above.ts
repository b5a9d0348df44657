import type { BranchNode, Model, TowerNode } from '../program.ts'
import type { Block } from '../syntax/ast.ts'

/** The trunk and the branches above a tower or branch: what it reads the exports of. */
export function partsAbove(model: Model, { parent }: TowerNode | BranchNode): readonly Block[] {
  const branch = model.branches.find((each) => each.name === parent)
  if (branch !== undefined) return [branch.declaration.body, ...partsAbove(model, branch)]
  return model.trunk === undefined ? [] : [model.trunk]
}
