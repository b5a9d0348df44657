import type { Fix, Span } from '../../diagnostics/diagnostic.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import type { Model, Program } from '../program.ts'
import type { LetStatement, VarStatement } from '../syntax/ast.ts'

/** The ways out of CTR2001: move the let to the tower that has the feature, or say what the other surfaces read. */
export function widthFixes(
  program: Program,
  model: Model,
  statement: LetStatement | VarStatement,
  has: SurfaceSet,
): readonly Fix[] {
  const end: Span = { ...statement.value.span, start: statement.value.span.end }
  const widen = (word: 'zeros' | 'learned'): Fix => ({
    title: word === 'zeros' ? 'read zeros on the other surfaces' : 'read a learned constant on the other surfaces',
    edits: [{ span: end, text: ` else ${word}` }],
  })
  return [...moveIntoTower(program, model, statement, has), widen('zeros'), widen('learned')]
}

function moveIntoTower(
  program: Program,
  model: Model,
  statement: LetStatement | VarStatement,
  has: SurfaceSet,
): readonly Fix[] {
  const only = has.names[0]
  const tower = has.size === 1 ? model.towers.find((each) => each.surface === only) : undefined
  const text = program.files.get(statement.span.file)?.text
  const body = tower?.declaration.body.span
  const towerText = body === undefined ? undefined : program.files.get(body.file)?.text
  if (tower === undefined || text === undefined || body === undefined || towerText === undefined) return []
  const brace = towerText.indexOf('{', body.start)
  if (brace < 0) return []
  const moved = text.slice(statement.span.start, statement.span.end).replace(/^export\s+/, '')
  const lineStart = text.lastIndexOf('\n', statement.span.start - 1) + 1
  const lineEnd = text.indexOf('\n', statement.span.end)
  return [
    {
      title: `move it to tower '${tower.surface}'`,
      edits: [
        {
          span: { file: statement.span.file, start: lineStart, end: lineEnd < 0 ? text.length : lineEnd + 1 },
          text: '',
        },
        { span: { file: body.file, start: brace + 1, end: brace + 1 }, text: `\n  ${moved}` },
      ],
    },
  ]
}
