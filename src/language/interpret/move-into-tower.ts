import type { Fix, TextEdit } from '../../diagnostics/diagnostic.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import type { Model, Module, TowerNode } from '../program.ts'
import { partsAbove } from '../resolve/parts-above.ts'
import { removal } from '../resolve/removal.ts'
import type { Block, LetStatement, VarStatement } from '../syntax/ast.ts'
import { walkExpressions } from '../syntax/walk.ts'
import { importEdit } from './import-edit.ts'
import type { Interpreter } from './interpreter.ts'
import type { Scope } from './scope.ts'

/**
 * Moves a let into the tower of the one surface that has its feature. Offered where the program is valid afterwards: nothing but
 * that tower reads the let. What it reads itself is exported, and the modules that it calls are imported, where they are not.
 */
export function moveIntoTower(
  { model, program }: Interpreter,
  statement: LetStatement | VarStatement,
  scope: Scope,
  has: SurfaceSet,
): readonly Fix[] {
  const tower = has.size === 1 ? model.towers.find((each) => has.has(each.surface)) : undefined
  if (tower === undefined || tower.declaration.isOfEach || statement.kind !== 'let') return []
  const home = partsAbove(model, tower).find((body) => body.statements.some((each) => each === statement))
  const towerBody = tower.declaration.body
  const [text, towerText] = [statement.span.file, towerBody.span.file].map((file) => program.files.get(file)?.text)
  if (home === undefined || text === undefined || towerText === undefined) return []
  if (isReadElsewhere(model, tower, statement) || declares(towerBody, statement.name.name)) return []
  const exports = exportsFor(statement, scope)
  const imports = importsFor({ model, program }, statement, tower)
  if (exports === undefined || imports === undefined) return []
  const ownLine = /^[ \t]*\/\/[^\n]*/.exec(text.slice(statement.span.end))?.[0] ?? '' // its comment goes with it
  const moved = text.slice(statement.span.start, statement.span.end).replace(/^export\s+/, '') + ownLine
  const edits = [removal(statement.span, text), ...exports, ...imports, insertion(towerBody, towerText, moved)]
  return [{ kind: 'move', title: `move it to tower '${tower.surface}'`, edits }]
}

function isReadElsewhere(model: Model, tower: TowerNode, { name }: LetStatement): boolean {
  const others = [
    ...(model.trunk === undefined ? [] : [model.trunk]),
    ...model.branches.map(({ declaration }) => declaration.body),
    ...model.towers.filter((each) => each !== tower).map(({ declaration }) => declaration.body),
  ]
  return others.some((body) => namesIn(body).has(name.name))
}

const declares = (body: Block, name: string): boolean =>
  body.statements.some((each) => (each.kind === 'let' || each.kind === 'var') && each.name.name === name)

function namesIn(root: Parameters<typeof walkExpressions>[0]): ReadonlySet<string> {
  const names = new Set<string>()
  walkExpressions(root, (expression) => {
    if (expression.kind === 'name') names.add(expression.name)
  })
  return names
}

/** Words before the lets that the moved one reads; undefined where it reads what cannot be exported. */
function exportsFor(statement: LetStatement, scope: Scope): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = []
  for (const name of namesIn(statement.value)) {
    const binding = scope.find(name)
    if (binding === undefined || binding.exported) continue
    if (binding.kind !== 'let') return undefined
    edits.push({ span: { ...binding.span, end: binding.span.start }, text: 'export ' })
  }
  return edits
}

/** Imports that the tower's file lacks; undefined where a module cannot be seen from there. */
function importsFor(
  { program }: Pick<Interpreter, 'model' | 'program'>,
  statement: LetStatement,
  { declaration }: TowerNode,
): readonly TextEdit[] | undefined {
  const [from, to] = [statement.span.file, declaration.span.file]
  if (from === to) return []
  const edits: TextEdit[] = []
  const called = new Set<Module>()
  walkExpressions(statement.value, (expression) => {
    const module =
      expression.kind === 'call' ? program.modulesOf.get(expression.span.file)?.get(expression.callee.name) : undefined
    if (module !== undefined) called.add(module)
  })
  for (const module of called) {
    const there = program.modulesOf.get(to)?.get(module.name)
    if (there?.file === module.file) continue
    if (there !== undefined || !module.declaration.exported || module.file === from) return undefined
    edits.push(importEdit(program, to, module))
  }
  return edits
}

function insertion({ span }: Block, text: string, moved: string): TextEdit {
  const at = text.indexOf('{', span.start) + 1
  const hasMoreOnItsLine = /^[ \t]*[^\s]/.test(text.slice(at))
  return { span: { file: span.file, start: at, end: at }, text: `\n  ${moved}${hasMoreOnItsLine ? '\n ' : ''}` }
}
