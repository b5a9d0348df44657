import type { Fix, Span } from '../../diagnostics/diagnostic.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import type { Expression, LetStatement, VarStatement } from '../syntax/ast.ts'
import type { Interpreter } from './interpreter.ts'
import { moveIntoTower } from './move-into-tower.ts'
import type { Scope } from './scope.ts'

/** The fixes of CTR2001 for a let: move it to the tower that has the feature, or add what the other surfaces read. */
export const fixesOfLet = (
  interpreter: Interpreter,
  statement: LetStatement | VarStatement,
  scope: Scope,
  has: SurfaceSet,
): readonly Fix[] => [...moveIntoTower(interpreter, statement, scope, has), ...widenings(statement.value)]

/** `else zeros` and `else learned` behind an expression. */
export function widenings({ span }: Expression): readonly Fix[] {
  const end: Span = { ...span, start: span.end }
  return [
    { kind: 'widen', title: 'read zeros on the other surfaces', edits: [{ span: end, text: ' else zeros' }] },
    {
      kind: 'widen',
      title: 'read a learned constant on the other surfaces',
      edits: [{ span: end, text: ' else learned' }],
    },
  ]
}
