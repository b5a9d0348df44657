import type { Span } from '../../diagnostics/diagnostic.ts'
import type { Report } from '../../diagnostics/report.ts'
import { definitionOf } from '../../features/kinds.ts'
import type { Initial, TableRowsRule } from '../../graph/graph.ts'
import type { Feature, FeatureGroup, Table } from '../program.ts'
import type { Block, CallExpression, ConfigValue, Expression, SourceFile, TableDeclarationNode } from '../syntax/ast.ts'
import { expressionsOf, partsOf } from '../syntax/walk.ts'
import { callIn, literalNumber, numberIn, type Setting, Settings, wrongValue } from './config.ts'
import { related } from './extras.ts'
import type { NamedFiles } from './named-file.ts'
import { bodiesOf } from './walk.ts'

const rules = ['hash', 'vocabulary', 'range'] as const

/** Rows are numbered with 32 bits. */
const mostRows = 2 ** 31 - 3

export interface TableUse {
  readonly feature: Feature
  readonly element: 'id' | 'string'
  readonly span: Span
}

/**
 * The features that are looked up in each table: by `in` of a feature, and by `embed(pin_id, in: other)` in code.
 */
export function tableUses(
  features: ReadonlyMap<string, Feature>,
  groups: ReadonlyMap<string, FeatureGroup>,
  files: readonly SourceFile[],
): ReadonlyMap<string, readonly TableUse[]> {
  const uses = new Map<string, TableUse[]>()
  const add = (table: string, feature: Feature, span: Span): void => {
    const lookup = definitionOf(feature.type).lookup
    if (lookup !== undefined) uses.set(table, [...(uses.get(table) ?? []), { feature, element: lookup.element, span }])
  }
  for (const feature of features.values()) {
    const table = definitionOf(feature.type).lookup?.table
    if (table !== undefined) add(table, feature, feature.span)
  }
  const named = (name: string, loops: Loops): readonly Feature[] => {
    const group = loops.has(name) ? groups.get(loops.get(name)!) : groups.get(name)
    return group?.features ?? [features.get(name) ?? []].flat()
  }
  for (const { call, loops } of files.flatMap(bodiesOf).flatMap((body) => [...callsIn(body, noLoops)])) {
    if (call.callee.name !== 'embed') continue
    const [first] = call.arguments
    const table = call.arguments.find((argument) => argument.name?.name === 'in')?.value
    if (table?.kind !== 'name' || first?.value.kind !== 'name') continue
    for (const feature of named(first.value.name, loops)) add(table.name, feature, call.span)
  }
  return uses
}

/** What the variable of a `for` goes through, where that is a name: `f` in `for f in ids { embed(f, in: other) }`. */
type Loops = ReadonlyMap<string, string>
const noLoops: Loops = new Map()

function* callsIn(
  root: Expression | Block,
  loops: Loops,
): Generator<{ readonly call: CallExpression; readonly loops: Loops }> {
  if (root.kind === 'call') yield { call: root, loops }
  if (root.kind === 'for_expression') {
    const { variable, over, body } = root
    yield* callsIn(over, loops)
    yield* callsIn(body, over.kind === 'name' ? new Map([...loops, [variable.name, over.name]]) : loops)
    return
  }
  for (const part of root.kind === 'block' ? expressionsOf(root) : partsOf(root)) yield* callsIn(part, loops)
}

/**
 * Errors: CTR1542 strings in a hash or range table, CTR1543 ids and strings in one vocabulary, CTR1503 a vocabulary file that is
 * not there.
 */
export function resolveTable(
  report: Report,
  files: NamedFiles,
  node: TableDeclarationNode,
  uses: readonly TableUse[],
): Table {
  const name = node.name.name
  const settings = Settings.ofMap(
    report,
    {
      place: `table ${name}`,
      known: ['rows', 'dim', 'initial'],
    },
    node.config,
  )
  const rows = settings.required('rows', 'rows: hash(1_000_000)')
  settings.required('dim', 'dim: 16')
  const dim = settings.number('dim', { integer: true, atLeast: 1, atMost: 65_536 }) ?? 1
  const initial = settings.get('initial')
  const call = rows === undefined ? undefined : callIn(report, rows, 'rule for rows', rules)
  const rule = call === undefined ? undefined : rowsRule(report, files, call, uses)
  if (rule !== undefined && rows !== undefined) checkUses(report, name, rule, rows.value, uses)
  return {
    name,
    rule: rule ?? { kind: 'hash', rows: 1 },
    dim,
    initial: (initial === undefined ? undefined : initialIn(report, initial)) ?? { kind: 'normal', deviation: 0.01 },
    span: node.name.span,
  }
}

function rowsRule(
  report: Report,
  files: NamedFiles,
  call: CallExpression,
  uses: readonly TableUse[],
): TableRowsRule | undefined {
  const [argument, ...others] = call.arguments
  if (argument === undefined || others.length > 0 || argument.name !== undefined) {
    wrongValue(report, 'rows', call, `${call.callee.name}(n) with one number`)
    return undefined
  }
  const { value } = argument
  const kind = rules.find((rule) => rule === call.callee.name)
  if (kind === 'vocabulary') {
    const of = uses.some((use) => use.element === 'string') || uses.length === 0 ? 'string' : 'id'
    if (value.kind === 'string') {
      const file = files.read(value)
      return file === undefined ? undefined : { kind, rows: wordsIn(file.text), file: file.path, of }
    }
    const rows = countIn(report, kind, value)
    return rows === undefined ? undefined : { kind, rows, file: undefined, of }
  }
  const rows = countIn(report, kind ?? 'hash', value)
  return rows === undefined || kind === undefined ? undefined : { kind, rows }
}

const countIn = (report: Report, rule: string, value: ConfigValue): number | undefined =>
  numberIn(report, { key: `${rule}(n)`, keySpan: value.span, value }, { integer: true, atLeast: 1, atMost: mostRows })

/** One word a line, blank lines apart. */
const wordsIn = (text: string): number => text.split('\n').filter((line) => line.trim() !== '').length

function checkUses(
  report: Report,
  table: string,
  rule: TableRowsRule,
  value: ConfigValue,
  uses: readonly TableUse[],
): void {
  const strings = uses.filter((use) => use.element === 'string')
  const ids = uses.filter((use) => use.element === 'id')
  const declared = related(`table '${table}' is declared with ${rule.kind}`, value.span)
  if (rule.kind !== 'vocabulary') {
    for (const { feature, span } of strings)
      report('CTR1542', span, { feature: feature.name, table, rule: rule.kind }, { related: declared })
    return
  }
  const [string, id] = [strings[0], ids[0]]
  if (string !== undefined && id !== undefined)
    report(
      'CTR1543',
      id.span,
      { table, id: id.feature.name, string: string.feature.name },
      { related: [...related(`'${string.feature.name}' is looked up as strings`, string.span), ...declared] },
    )
}

/** `zeros`, `ones`, `glorot_uniform`, `normal(0.01)`, or a number. */
export function initialIn(report: Report, setting: Setting): Initial | undefined {
  const { key, value } = setting
  if (literalNumber(value) !== undefined) {
    const number = numberIn(report, setting, {})
    return number === undefined ? undefined : { kind: 'constant', value: number }
  }
  if (value.kind === 'name') {
    const kinds = ['zeros', 'ones', 'glorot_uniform'] as const
    const kind = kinds.find((each) => each === value.name)
    if (kind !== undefined) return { kind }
  }
  if (value.kind === 'call' && value.callee.name === 'normal' && value.arguments.length === 1) {
    const [argument] = value.arguments
    const deviation = argument?.value
    if (deviation !== undefined && (argument?.name === undefined || argument.name.name === 'deviation')) {
      const number = numberIn(
        report,
        { key: 'normal(deviation)', keySpan: deviation.span, value: deviation },
        { above: 0 },
      )
      return number === undefined ? undefined : { kind: 'normal', deviation: number }
    }
  }
  wrongValue(report, key, value, 'zeros, ones, glorot_uniform, normal(0.01) or a number')
  return undefined
}
