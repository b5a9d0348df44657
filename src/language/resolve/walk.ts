import type { Block, Expression, Identifier, SourceFile } from '../syntax/ast.ts'
import { walkExpressions, walkStatements } from '../syntax/walk.ts'

/** The bodies of code in a file: modules, trunks, branches, towers. */
export const bodiesOf = (file: SourceFile): readonly Block[] =>
  file.items.flatMap((item): readonly Block[] => {
    if (item.kind === 'model') return item.trunk === undefined ? [] : [item.trunk]
    return item.kind === 'module' || item.kind === 'branch' || item.kind === 'tower' ? [item.body] : []
  })

/** An expression's or body's expressions, outer before inner, in source order. */
export function expressionsIn(root: Expression | Block): readonly Expression[] {
  const found: Expression[] = []
  walkExpressions(root, (expression) => {
    found.push(expression)
  })
  return found
}

/** The tasks that a body predicts, in source order. */
export function tasksIn(body: Block): readonly Identifier[] {
  const tasks: Identifier[] = []
  walkStatements(body, (statement) => {
    if (statement.kind === 'predict') tasks.push(statement.task)
  })
  return tasks
}
