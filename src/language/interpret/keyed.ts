import { SurfaceSet } from '../../graph/surfaces.ts'
import { levelRows, type ValueType } from '../../graph/types.ts'
import { replaceWith } from '../resolve/extras.ts'
import type { EachExpression, IndexExpression } from '../syntax/ast.ts'
import { emitOp, spread } from './apply.ts'
import { readElement } from './elements.ts'
import { keyedOf, ownPart, scopeOfKey } from './entries.ts'
import type { Interpreter } from './interpreter.ts'
import { keyNames } from './key-names.ts'
import { evaluateKeys } from './key-words.ts'
import { at, type OpSite, type Site } from './site.ts'
import { runBody } from './statements.ts'
import { describe, type Keyed, poison, type Tensor, type Value } from './values.ts'

/** `each gate in gates { ... }`: entry k is computed for the rows of k alone, its parameters named by k. */
export function evaluateEach(interpreter: Interpreter, expression: EachExpression, site: Site): Value {
  const over = evaluateKeys(interpreter, expression.keys, site)
  if (over.kind === 'poison') {
    if (interpreter.isAlone) runUnknownEntry(interpreter, expression, site)
    return poison
  }
  if (over.kind !== 'keys') {
    interpreter.report('CTR3013', expression.keys.span, {
      callee: 'each',
      name: expression.variable.name,
      found: describe(over),
      expected: 'surfaces, tasks or [surfaces, tasks]',
    })
    return poison
  }
  const entries = new Map<string, Value>()
  for (const key of keyNames(interpreter, over.keys, site)) {
    const path = `${site.path}.${key}`
    const scope = scopeOfKey(site, over.keys, key).inner({ path })
    scope.bind({
      name: expression.variable.name,
      value: { kind: 'name', value: key },
      span: expression.variable.span,
      mutable: false,
      exported: false,
      kind: 'loop',
    })
    entries.set(key, runBody(interpreter, expression.body, { scope, path, whole: true }) ?? poison)
  }
  return ownPart(interpreter, keyedOf(over.keys, entries), at(site, expression.span))
}

function runUnknownEntry(interpreter: Interpreter, { variable, body }: EachExpression, site: Site): void {
  const scope = site.scope.inner({ path: site.path })
  const { name, span } = variable
  scope.bind({ name, value: poison, span, mutable: false, exported: false, kind: 'loop' })
  runBody(interpreter, body, { scope, path: site.path, whole: true })
}

/** `v[surface]`: each row's own entry, where several surfaces run. `units[0]`, `x[0]`: an element. */
export function readEntry(interpreter: Interpreter, expression: IndexExpression, site: Site): Value {
  const { index, span } = expression
  if (index.kind === 'name' && (index.name === 'surface' || interpreter.program.surfaces.has(index.name))) {
    if (index.name !== 'surface') return otherEntry(interpreter, expression, index.name, site)
    const value = interpreter.evaluate(expression.value, site)
    if (value.kind === 'poison') return poison
    if (value.kind === 'keyed' && value.keys.includes('surfaces')) return ownEntries(interpreter, value, at(site, span))
    // In a scope of one surface the bare name already is its own entry, so there `v[surface]` is `v`.
    if (site.scope.surfaces.size === 1) return value
    reportNotKeyed(interpreter, expression, value)
    return poison
  }
  const value = interpreter.evaluate(expression.value, site)
  // In a scope of one surface a keyed value is its own entry: a wrong surface's name is one there, too.
  const mayBeEntry = value.kind === 'keyed' || value.kind === 'tensor' || value.kind === 'sequence'
  const isName = index.kind === 'name' && site.scope.find(index.name) === undefined
  if (isName && mayBeEntry && !interpreter.program.features.has(index.name)) {
    const near = interpreter.near(index.name, () => ['surface', ...interpreter.program.surfaces.keys()])
    const fixes = replaceWith(index.span, near)
    interpreter.report('CTR1501', index.span, { kind: 'surface', name: index.name, near }, { fixes })
    return poison
  }
  return readElement(interpreter, expression, value, site)
}

function reportNotKeyed(interpreter: Interpreter, { value, index, span }: IndexExpression, found: Value): void {
  const bracket = interpreter.program.files.get(span.file)?.text.slice(value.span.end, index.span.start)
  const edits = [{ span: { ...span, start: value.span.end }, text: '' }]
  const fixes = bracket?.trim() === '[' ? [{ kind: 'remove' as const, title: "remove '[surface]'", edits }] : []
  interpreter.report('CTR2006', value.span, { found: describe(found) }, { fixes })
}

function otherEntry(
  interpreter: Interpreter,
  { value, index, span }: IndexExpression,
  surface: string,
  site: Site,
): Value {
  const own = site.scope.surfaces
  if (own.size === 1 && own.has(surface)) return interpreter.evaluate(value, site)
  const name = value.kind === 'name' ? value.name : 'this value'
  interpreter.report(
    'CTR2004',
    span,
    { name, key: surface, place: site.scope.place },
    {
      fixes: [{ kind: 'entry', title: "read each row's entry", edits: [{ span: index.span, text: 'surface' }] }],
    },
  )
  return poison
}

/** Each row's own entry; of a value per surfaces and tasks, one per task. */
function ownEntries(interpreter: Interpreter, value: Keyed, site: OpSite): Value {
  if (value.keys.length === 1) return joinEntries(interpreter, value, site)
  const at = value.keys.indexOf('surfaces')
  const byTask = new Map<string, Map<string, Value>>()
  for (const [key, entry] of value.entries) {
    const parts = key.split('.')
    const task = parts.toSpliced(at, 1).join('.')
    const entries = byTask.get(task) ?? new Map<string, Value>()
    byTask.set(task, entries.set(parts[at] ?? '', entry))
  }
  const entries = [...byTask].map(([task, bySurface]): readonly [string, Value] => {
    const part: Keyed = { kind: 'keyed', keys: ['surfaces'], entries: bySurface }
    return [task, joinEntries(interpreter, part, { ...site, path: `${site.path}.${task}` })]
  })
  return { kind: 'keyed', keys: value.keys.toSpliced(at, 1), entries: new Map(entries) }
}

function joinEntries(interpreter: Interpreter, value: Keyed, site: OpSite): Value {
  const entries: { readonly surface: string; readonly tensor: Tensor }[] = []
  for (const [surface, entry] of value.entries) {
    if (entry.kind !== 'tensor') {
      if (entry.kind !== 'poison')
        interpreter.report('CTR3004', site.span, { what: 'an entry', found: describe(entry), expected: 'a tensor' })
      return poison
    }
    entries.push({ surface, tensor: entry })
  }
  return joinSurfaces(interpreter, entries, site)
}

/** One value out of one for each surface. */
export function joinSurfaces(
  interpreter: Interpreter,
  entries: readonly { readonly surface: string; readonly tensor: Tensor }[],
  site: OpSite,
): Value {
  const first = entries[0]
  if (first === undefined) return poison
  let level: string | undefined
  for (const { tensor } of entries) {
    if (tensor.rows.kind !== 'level') continue
    level = level === undefined ? tensor.rows.level : interpreter.program.levels.meet(level, tensor.rows.level)
  }
  const rowLevel = level ?? interpreter.program.levels.row
  const different = entries.find(({ tensor }) => tensor.shape.join() !== first.tensor.shape.join())
  if (different !== undefined) {
    interpreter.report('CTR3001', site.span, {
      operation: "'[surface]'",
      found: `[${first.tensor.shape.join(', ')}] of ${first.surface} and [${different.tensor.shape.join(', ')}] of ${different.surface}`,
      expected: 'entries of one shape',
    })
    return poison
  }
  const parts = entries.map(({ surface }) => SurfaceSet.of([surface]))
  const tensors = entries.map(({ tensor }) => spread(interpreter, tensor, rowLevel, site))
  const type: ValueType = {
    dtype: 'float32',
    shape: first.tensor.shape,
    rows: levelRows(rowLevel, SurfaceSet.of(entries.map(({ surface }) => surface))),
  }
  const joined = emitOp(interpreter, 'join', tensors, { level: rowLevel, parts }, type, site)
  return tensors.every(({ isProbability }) => isProbability) ? { ...joined, isProbability: true } : joined
}
