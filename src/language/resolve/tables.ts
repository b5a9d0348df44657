import type { Span } from '../../diagnostics/diagnostic.ts'
import { newReport, type Report } from '../../diagnostics/report.ts'
import { byKey } from '../../diagnostics/text-order.ts'
import { type Derivation, idsBelow } from '../../features/derived/derivation.ts'
import { definitionOf } from '../../features/kinds.ts'
import { type Initial, isFitted, type TableRowsRule } from '../../graph/graph.ts'
import { isUnreadableWord } from '../../graph/missing.ts'
import { fieldName } from '../../model/feature.ts'
import type { Feature, FeatureGroup, Table } from '../program.ts'
import type {
  Block,
  CallExpression,
  ConfigMap,
  ConfigValue,
  Expression,
  Identifier,
  SourceFile,
} from '../syntax/ast.ts'
import { expressionsOf, partsOf } from '../syntax/walk.ts'
import { callIn, literalNumber, numberIn, type Setting, Settings, wrongValue } from './config.ts'
import type { DeclaredTable } from './declarations.ts'
import { related } from './extras.ts'
import { checkIdSpaces } from './id-spaces.ts'
import { withoutRepetition } from './known.ts'
import type { NamedFiles } from './named-file.ts'
import { isPerFeature, tableOfFeature } from './per-feature.ts'
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
  perFeature: ReadonlySet<string>,
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
    if (table?.kind !== 'name') continue
    for (const feature of named(nameIn(first?.value), loops))
      add(perFeature.has(table.name) ? tableOfFeature(table.name, feature.name) : table.name, feature, call.span)
  }
  return uses
}

/** Of a feature, or of a record's field. */
const nameIn = (value: Expression | undefined): string => {
  if (value?.kind === 'member' && value.value.kind === 'name') return fieldName(value.value.name, value.member.name)
  return value?.kind === 'name' ? value.name : ''
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
 * Every table by its name, those of a table `per feature` by theirs. Errors in what several tables have from one line or declaration are
 * reported once.
 */
export function resolveTables(
  report: Report,
  files: NamedFiles,
  declared: ReadonlyMap<string, DeclaredTable>,
  uses: ReadonlyMap<string, readonly TableUse[]>,
): ReadonlyMap<string, Table> {
  const read = new Set<ConfigMap>()
  const tables: Table[] = []
  for (const [name, node] of declared) {
    // Of a second table of one line, what is wrong with its settings has been reported.
    const settings = read.has(node.config) ? newReport() : report
    read.add(node.config)
    const of = (table: string, own: Report): Table =>
      resolveTable(report, own, files, node, table, uses.get(table) ?? [])
    if (!isPerFeature(node)) {
      tables.push(of(name, settings))
      continue
    }
    of(name, settings)
    const silent = newReport()
    const prefix = tableOfFeature(name, '')
    for (const each of uses.keys()) if (each.startsWith(prefix)) tables.push(of(each, silent))
  }
  return new Map(tables.map((table) => [table.name, table] as const).sort(byKey))
}

/**
 * Errors: CTR1542 strings in a range table, CTR1543 ids and strings in one vocabulary, CTR1650 ids that count differently, CTR1503 a vocabulary file that is
 * not there.
 */
function resolveTable(
  report: Report,
  own: Report,
  files: NamedFiles,
  node: DeclaredTable,
  name: string,
  uses: readonly TableUse[],
): Table {
  const settings = Settings.ofMap(
    own,
    {
      place: node.line === undefined ? `table ${node.name.name}` : 'a table in place',
      known: ['rows', 'dim', 'initial'],
    },
    node.config,
  )
  const ids = rowsOfIds(uses)
  // A derivation that is wrong has been reported; how many ids it gives is not known.
  const isBroken = node.line?.type.kind === 'call' && uses.every(({ feature }) => feature.derivation === undefined)
  const isRequired = ids === undefined && !isBroken
  const stated = isRequired ? settings.required('rows', 'rows: hash(1_000_000)') : settings.get('rows')
  const rows = stated === undefined ? undefined : ofEachFeature(own, node, stated)
  settings.required('dim', 'dim: 16')
  const dim = settings.number('dim', { integer: true, atLeast: 1, atMost: 65_536 }) ?? 1
  const initial = settings.get('initial')
  const call = rows === undefined ? undefined : callIn(own, rows, 'rule for rows', rules)
  const rule = call === undefined ? undefined : rowsRule(own, files, call, uses)
  if (rule !== undefined && rows !== undefined) checkUses(report, name, rule, rows.value, uses)
  return {
    name,
    rule:
      rule ?? (stated === undefined && ids !== undefined ? { kind: 'range', rows: ids } : { kind: 'hash', rows: 1 }),
    dim,
    initial: (initial === undefined ? undefined : initialIn(own, initial)) ?? { kind: 'normal', deviation: 0.01 },
    span: node.name.span,
  }
}

/** The rule before `per feature`. */
function ofEachFeature(report: Report, { line }: DeclaredTable, rows: Setting): Setting {
  const { value } = rows
  if (value.kind !== 'per') return rows
  const { of, per } = value
  if (line !== undefined)
    wrongValue(report, rows.key, value, 'a rule such as hash(1M): a table in place is one for each feature')
  else if (per.name !== 'feature') wrongValue(report, rows.key, value, "'per feature', as in hash(1M) per feature")
  return { ...rows, value: of }
}

function rowsRule(
  report: Report,
  files: NamedFiles,
  call: CallExpression,
  uses: readonly TableUse[],
): TableRowsRule | undefined {
  const [argument, ...others] = call.arguments.filter(({ name }) => name === undefined)
  if (argument === undefined || others.length > 0) {
    wrongValue(report, 'rows', call, `${call.callee.name}(n) with one number`)
    return undefined
  }
  const { value } = argument
  const kind = rules.find((rule) => rule === call.callee.name)
  const place = `${call.callee.name}(...)`
  const settings = Settings.ofCall(report, { place, known: kind === 'vocabulary' ? ['seen'] : [] }, call)
  if (kind === 'vocabulary') {
    const of = uses.some((use) => use.element === 'string') || uses.length === 0 ? 'string' : 'id'
    const seen = settings.get('seen')
    if (seen !== undefined && (value.kind === 'string' || value.kind === 'list'))
      settings.wrong(seen, 'vocabulary(n): only words that are fitted are counted')
    if (value.kind === 'string') {
      const file = files.read(value)
      return file === undefined ? undefined : { kind, rows: wordsIn(file.text), file: file.path, of }
    }
    if (value.kind === 'list') {
      const stated = statedWords(report, value)
      return stated && { kind, rows: stated.words.length, file: undefined, ...stated }
    }
    const rows = countIn(report, kind, value)
    const least = settings.number('seen', { integer: true, atLeast: 1 })
    return rows === undefined ? undefined : { kind, rows, file: undefined, seen: least, of }
  }
  const rows = countIn(report, kind ?? 'hash', value)
  return rows === undefined || kind === undefined ? undefined : { kind, rows }
}

const countIn = (report: Report, rule: string, value: ConfigValue): number | undefined =>
  numberIn(report, { key: `${rule}(n)`, keySpan: value.span, value }, { integer: true, atLeast: 1, atMost: mostRows })

/** `vocabulary(["US", "CA"])`, or of ids. The first is which of the two they are. */
function statedWords(
  report: Report,
  { items, span }: Extract<Expression, { readonly kind: 'list' }>,
): { readonly of: 'id' | 'string'; readonly words: readonly string[] } | undefined {
  const [first] = items
  if (first === undefined) {
    wrongValue(report, 'vocabulary', { kind: 'list', items, span }, 'one word or more')
    return undefined
  }
  const of = first.kind === 'string' ? 'string' : 'id'
  const expected = { id: 'an id', string: 'a word of one character or more, without NUL' }[of]
  const words = items.flatMap((item): readonly Identifier[] => {
    const number = literalNumber(item)
    const isId = of === 'id' && number !== undefined && number.integer && Number.isSafeInteger(number.value)
    if (isId) return [{ name: String(number.value), span: item.span }]
    if (of === 'string' && item.kind === 'string' && item.value !== '' && !isUnreadableWord(item.value))
      return [{ name: item.value, span: item.span }]
    wrongValue(report, 'vocabulary', item, item === first ? expected : `${expected}, as the first is`)
    return []
  })
  const list = withoutRepetition(report, words, 'the vocabulary')
  return list.length < items.length ? undefined : { of, words: list.map(({ name }) => name) }
}

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
  if (rule.kind === 'hash') {
    checkIdSpaces(report, table, value, uses)
    return
  }
  for (const { feature, span } of uses) {
    const wrong = feature.derivation && unfitFor(feature.derivation, rule)
    if (wrong !== undefined) report('CTR1574', span, { feature: feature.name, table, ...wrong }, { related: declared })
  }
  if (rule.kind === 'range') {
    for (const { feature, span } of strings)
      report('CTR1542', span, { feature: feature.name, table }, { related: declared })
    if (strings.length === 0) checkIdSpaces(report, table, value, uses)
    return
  }
  const [string, id] = [strings[0], ids[0]]
  const other = rule.of === 'id' ? string : id
  if (rule.words !== undefined && other !== undefined) {
    const words = {
      id: rule.of === 'id' ? 'its words' : other.feature.name,
      string: rule.of === 'id' ? other.feature.name : 'its words',
    }
    report('CTR1543', other.span, { table, ...words }, { related: declared })
    return
  }
  if (string !== undefined && id !== undefined)
    report(
      'CTR1543',
      id.span,
      { table, id: id.feature.name, string: string.feature.name },
      { related: [...related(`'${string.feature.name}' is looked up as strings`, string.span), ...declared] },
    )
  else checkIdSpaces(report, table, value, uses)
}

/** Rows of a table that only derived features of few ids read: as many as the ids. It states none then. */
function rowsOfIds(uses: readonly TableUse[]): number | undefined {
  const ids = uses.map(({ feature }) => feature.derivation && idsBelow(feature.derivation))
  const most = ids.reduce<number>((all, each) => Math.max(all, each ?? 0), 0)
  return most === 0 || ids.includes(undefined) ? undefined : most
}

/** Why derived ids cannot be looked up by a rule. A vocabulary is fitted by DuckDB, which knows columns alone. */
function unfitFor(
  derivation: Derivation,
  rule: TableRowsRule,
): { readonly found: string; readonly expected: string } | undefined {
  if (rule.kind === 'vocabulary' && isFitted(rule))
    return { found: `vocabulary(${rule.rows})`, expected: 'hash(n), range(n) or a vocabulary with its words' }
  const ids = idsBelow(derivation)
  if (rule.kind === 'range' && ids !== undefined && rule.rows < ids)
    return { found: `range(${rule.rows})`, expected: `range(${ids}) for its ids from 0 to ${ids - 1}` }
  return undefined
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
