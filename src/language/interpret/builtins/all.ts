import type { Fix } from '../../../diagnostics/diagnostic.ts'
import type { CallExpression, Expression } from '../../syntax/ast.ts'
import { bindArguments } from '../arguments.ts'
import { nested, type OpSite } from '../site.ts'
import { describe, poison, type TensorList, type Value } from '../values.ts'
import type { Builtin } from './builtin.ts'

/**
 * `all(v)`: the entries of a value per task as a list, in order of the tasks' names: every task of the model, on every surface, within a
 * predict too. Entries per surface hold rows of their own, of which no row has two: CTR2070.
 */
export const all: Builtin = (interpreter, call, site) => {
  const v = bindArguments(interpreter, call, [{ name: 'v', required: true, type: 'a value per task' }])?.get('v')
  if (v === undefined) return poison
  // Within a predict a name is its task's entry: here it is the whole value.
  const everyTask = { ...nested(site), scope: site.scope.inner({ task: undefined }) }
  const value = interpreter.evaluate(v.value, everyTask)
  if (value.kind === 'poison') return poison
  if (value.kind === 'keyed' && !value.keys.includes('surfaces')) return listOf(value.entries)
  if (isPerSurface(value, v.value, site)) {
    const place = site.scope.place
    interpreter.report('CTR2070', v.value.span, { place }, { fixes: entryFix(value, v.value, call) })
    return poison
  }
  interpreter.report('CTR3013', v.span, {
    callee: 'all',
    name: 'v',
    found: describe(value),
    expected: 'a value with one entry per task',
  })
  return poison
}

/** Loops through it are named by the tasks, so that a task more renames nothing. */
const listOf = (entries: ReadonlyMap<string, Value>): TensorList => {
  const names = [...entries.keys()]
  return { kind: 'list', items: names.map((name) => entries.get(name) ?? poison), names }
}

/** Where one surface runs, a name of a value per surface has become that surface's entry. */
function isPerSurface(value: Value, expression: Expression, { scope }: OpSite): boolean {
  if (value.kind === 'keyed') return value.keys.includes('surfaces')
  const bound = expression.kind === 'name' ? scope.find(expression.name)?.value : undefined
  return bound?.kind === 'keyed' && bound.keys.includes('surfaces')
}

/** Of a value per surface and task, each row's own entries are a value per task. */
function entryFix(value: Value, { span }: Expression, call: CallExpression): readonly Fix[] {
  if (value.kind !== 'keyed' || !value.keys.includes('tasks') || call.arguments.length !== 1) return []
  const edits = [{ span: { ...span, start: span.end }, text: '[surface]' }]
  return [{ kind: 'entry', title: "read each row's entries", edits }]
}
