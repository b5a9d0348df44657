import type { Diagnostic, Related, Span } from '../../diagnostics/diagnostic.ts'
import { nearest } from '../../diagnostics/nearest.ts'
import type { Report } from '../../diagnostics/report.ts'
import { byKey } from '../../diagnostics/text-order.ts'
import type { Setting, SourceProgram } from '../program.ts'
import type { Block, Declaration, Expression, Identifier, SettingDeclaration, SourceFile } from '../syntax/ast.ts'
import { printExpression, printType } from '../syntax/print.ts'
import { type Replacement, replaceInDeclaration } from '../syntax/replace.ts'
import { walkExpressions, walkStatements } from '../syntax/walk.ts'
import { describeValue } from './describe.ts'
import { related } from './extras.ts'
import { reportTwice } from './known.ts'
import { removal } from './removal.ts'
import { givenValue, settingTypeOf } from './setting-values.ts'

/** What `--set name=value` gives, as it was written. */
export type GivenSettings = ReadonlyMap<string, string>

export const noSettings: GivenSettings = new Map()

/**
 * Puts the values of settings in the place of their names: what comes behind knows of none. Errors: CTR1502 a name that something else has,
 * CTR1580 a value of another type, CTR1581 a type that no setting has, CTR1501 `--set` of an unknown one; CTR2060 where nothing reads one.
 */
export function applySettings(
  report: Report,
  files: readonly SourceFile[],
  given: GivenSettings,
): { readonly files: readonly SourceFile[]; readonly settings: ReadonlyMap<string, Setting> } {
  const declared = declaredSettings(report, files)
  for (const name of given.keys())
    if (!declared.has(name))
      report('CTR1501', undefined, { kind: 'setting', name, near: nearest(name, declared.keys()) })
  if (declared.size === 0) return { files, settings: new Map() }
  const values = new Map([...declared].map(([name, node]) => [name, valueIn(report, node, given.get(name))]))
  const uses = new Map<string, Span[]>([...declared.keys()].map((name) => [name, []]))
  const replaced = files.map((file) => (isLibrary(file) ? file : inFile(report, file, declared, values, uses)))
  const isUnread = (name: string): boolean => uses.get(name)?.length === 0
  for (const file of files)
    for (const item of file.items)
      if (item.kind === 'setting' && declared.get(item.name.name) === item && isUnread(item.name.name))
        reportUnread(report, item, file)
  const settings = [...declared].map(([name, node]): readonly [string, Setting] => [
    name,
    {
      name: node.name,
      value: values.get(name) ?? node.value,
      isGiven: given.has(name),
      uses: uses.get(name) ?? [],
    },
  ])
  return { files: replaced, settings: new Map(settings.sort(byKey)) }
}

const isLibrary = ({ path }: SourceFile): boolean => path.startsWith('ctr:')

/** Names that the language gives a meaning wherever a value stands. */
const ownNames: readonly string[] = ['surfaces', 'tasks', 'surface', 'view', 'zeros', 'learned']

function declaredSettings(report: Report, files: readonly SourceFile[]): ReadonlyMap<string, SettingDeclaration> {
  const items = files.filter((file) => !isLibrary(file)).flatMap((file) => file.items)
  const settings = items.filter((item) => item.kind === 'setting')
  if (settings.length === 0) return new Map()
  const others = new Map(items.flatMap(namesOf).map(({ kind, name }) => [name.name, { kind, name }]))
  const first = new Map<string, SettingDeclaration>()
  for (const node of settings) {
    const { name } = node
    const earlier = first.get(name.name)
    const other = others.get(name.name)
    if (name.name === '') continue // the parser has reported it
    if (earlier !== undefined) reportTwice(report, 'setting', name, earlier.name.span)
    else if (other !== undefined) reportTwice(report, `setting or ${other.kind}`, name, other.name.span)
    else if (ownNames.includes(name.name))
      report('CTR1502', name.span, { kind: 'setting or name of the language', name: name.name })
    else first.set(name.name, node)
  }
  return first
}

/** What else is named where a value may stand. */
function namesOf(item: Declaration): readonly { readonly kind: string; readonly name: Identifier }[] {
  switch (item.kind) {
    case 'features': {
      const features = [...item.features.flatMap(({ names }) => names), ...item.sequences.map(({ name }) => name)].map(
        (name) => ({ kind: 'feature', name }),
      )
      return item.group === undefined ? features : [...features, { kind: 'group of features', name: item.group }]
    }
    case 'surface':
    case 'level':
    case 'table':
    case 'dataset':
      return [{ kind: item.kind, name: item.name }]
    default:
      return []
  }
}

/** A value of a wrong type is none: nothing more is reported of what it stands for. */
function valueIn(report: Report, { name, type, value }: SettingDeclaration, text: string | undefined): Expression {
  const kind = settingTypeOf(type)
  if (kind === undefined) {
    if (type.kind !== 'invalid') report('CTR1581', type.span, { name: name.name, type: printType(type) })
    return { kind: 'invalid', span: value.span }
  }
  const { expected } = kind
  if (value.kind !== 'invalid' && !kind.fits(value)) {
    report('CTR1580', value.span, { place: `setting '${name.name}'`, found: describeValue(value), expected })
    return { kind: 'invalid', span: value.span }
  }
  if (text === undefined) return value
  const given = givenValue(type, text)
  if (given !== undefined && kind.fits(given)) return given
  const found = given === undefined ? `'${text}'` : describeValue(given)
  const extras = { related: related(`declared as ${printType(type)} here`, name.span) }
  report('CTR1580', undefined, { place: `--set ${name.name}`, found, expected }, extras)
  return { kind: 'invalid', span: value.span }
}

function inFile(
  report: Report,
  file: SourceFile,
  declared: ReadonlyMap<string, SettingDeclaration>,
  values: ReadonlyMap<string, Expression>,
  uses: ReadonlyMap<string, Span[]>,
): SourceFile {
  const items = file.items.map((item) => {
    const hidden = item.kind === 'module' ? namesInModule(item) : refusedNames(report, item, declared, uses)
    const has = (name: string): boolean => !hidden.has(name) && values.has(name)
    const by: Replacement = {
      name(node) {
        const value = has(node.name) ? values.get(node.name) : undefined
        if (value === undefined) return node
        uses.get(node.name)?.push(node.span)
        return placed(value, node.span)
      },
      call: (node) => node,
      message: (node) => ({
        ...node,
        value: node.value.replace(/\{(\w+)\}/g, (written, name: string) => {
          const value = has(name) ? values.get(name) : undefined
          return value === undefined ? written : printExpression(value)
        }),
      }),
    }
    return replaceInDeclaration(item, by)
  })
  return { ...file, items }
}

/** A value where a name stood: errors about it are the name's. */
function placed(value: Expression, span: Span): Expression {
  switch (value.kind) {
    case 'unary':
      return { ...value, operand: placed(value.operand, span), span }
    case 'list':
      return { ...value, items: value.items.map((item) => placed(item, span)), span }
    default:
      return { ...value, span }
  }
}

/** A module's own names are its own business: its author need not know what settings there are. */
const namesInModule = ({ dimensions, parameters, body }: Extract<Declaration, { kind: 'module' }>) =>
  new Set([...dimensions, ...parameters.map((each) => each.name), ...namesIn(body)].map(({ name }) => name))

/** CTR1502: in a model's own code a name is the setting or something else, not both. */
function refusedNames(
  report: Report,
  item: Declaration,
  declared: ReadonlyMap<string, SettingDeclaration>,
  uses: ReadonlyMap<string, Span[]>,
): ReadonlySet<string> {
  const refused = bodyOf(item)
    .flatMap(namesIn)
    .filter(({ name }) => declared.has(name))
  for (const name of refused) {
    const setting = declared.get(name.name)
    if (setting !== undefined) reportTwice(report, 'setting or name in code', name, setting.name.span)
    uses.get(name.name)?.push(name.span) // read or not, this one has been reported
  }
  return new Set(refused.map(({ name }) => name))
}

function bodyOf(item: Declaration): readonly Block[] {
  if (item.kind === 'model') return item.trunk === undefined ? [] : [item.trunk]
  return item.kind === 'branch' || item.kind === 'tower' ? [item.body] : []
}

/** Every name that a body declares: lets, vars, parameters, variables of loops. */
function namesIn(body: Block): readonly Identifier[] {
  const names: Identifier[] = []
  walkStatements(body, (statement) => {
    if (statement.kind === 'let' || statement.kind === 'var' || statement.kind === 'param') names.push(statement.name)
  })
  walkExpressions(body, (expression) => {
    if (expression.kind === 'for_expression' || expression.kind === 'each') names.push(expression.variable)
  })
  return names
}

function reportUnread(report: Report, { name, span }: SettingDeclaration, { text }: SourceFile): void {
  const fixes = [{ kind: 'remove' as const, title: `remove '${name.name}'`, edits: [removal(span, text)] }]
  report('CTR2060', name.span, { name: name.name }, { fixes })
}

/** What is wrong with a value that a setting gave shows the setting too. */
export const withSettings = (
  program: SourceProgram | undefined,
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] =>
  program === undefined || program.settings.size === 0
    ? diagnostics
    : diagnostics.map((each) => ({ ...each, related: [...each.related, ...settingsAt(program, each.span)] }))

const settingsAt = ({ settings }: SourceProgram, span: Span | undefined): readonly Related[] =>
  [...settings.values()]
    .filter(({ uses }) => span !== undefined && uses.some((use) => isWithin(use, span)))
    .map(({ name, value, isGiven }) => ({
      message: `setting '${name.name}' is ${printExpression(value)}${isGiven ? ', given by --set' : ''}`,
      span: name.span,
    }))

const isWithin = (inner: Span, outer: Span): boolean =>
  inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end

/** What `--set` gave a program, as it would be given again. */
export const givenSettings = ({ settings }: SourceProgram): GivenSettings =>
  new Map([...settings].flatMap(([name, { isGiven, value }]) => (isGiven ? [[name, printExpression(value)]] : [])))
