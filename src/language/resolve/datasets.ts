import type { Span } from '../../diagnostics/diagnostic.ts'
import type { Report } from '../../diagnostics/report.ts'
import { byKey } from '../../diagnostics/text-order.ts'
import type { Dataset, RowExpression, Surface, SurfaceValue } from '../program.ts'
import type { ConfigEntry, ConfigMap, ConfigValue, DatasetDeclaration } from '../syntax/ast.ts'
import { callIn, keyOf, type Setting, Settings, settingsOnce, wrongValue } from './config.ts'
import { checkConstantWeight } from './constant-weight.ts'
import { related } from './extras.ts'
import { known, withoutRepetition } from './known.ts'
import type { NamedFiles } from './named-file.ts'
import { labelExpression, rowExpression } from './row-expressions.ts'
import { checkSplitOverlaps } from './split-overlaps.ts'
import { viewIn } from './surfaces.ts'

/**
 * Errors: CTR1501 an unknown surface or view, CTR1503 a query file that is not there, CTR1522 a weight of -1, CTR1523 one value mapped twice,
 * CTR1535 a surface of several views without its view, CTR1651 a split within another; row expressions as in row-expressions.ts.
 */
export function resolveDataset(
  report: Report,
  files: NamedFiles,
  { name, config }: DatasetDeclaration,
  surfaces: ReadonlyMap<string, Surface>,
): Dataset {
  const settings = Settings.ofMap(
    report,
    {
      place: `dataset ${name.name}`,
      known: ['query', 'surface', 'time', 'weight', 'labels', 'outcomes', 'splits'],
      announced: { where: 'a task space' },
    },
    config,
  )
  const query = settings.required('query', 'query: file("log.sql")')
  const surface = settings.required('surface', 'surface: home_feed')
  const weightSetting = settings.get('weight')
  const weight =
    weightSetting === undefined ? undefined : rowExpression(report, 'weight', weightSetting.value, 'number')
  checkConstantWeight(report, weight)
  const splits = splitsOf(report, settings)
  checkSplitOverlaps(report, name.name, splits)
  return {
    name: name.name,
    query: (query === undefined ? undefined : queryOf(report, files, query)) ?? {
      sql: '',
      file: undefined,
      span: config.span,
    },
    surface: (surface === undefined ? undefined : surfaceOf(report, surface, surfaces)) ?? {
      kind: 'column',
      column: '',
      values: [],
      otherwise: 'drop',
      span: config.span,
    },
    time: columnOf(report, settings.get('time')),
    weight,
    labels: labelsOf(report, settings, surfaces),
    outcomes: withoutRepetition(report, settings.names('outcomes') ?? [], 'the outcomes').map((outcome) => ({
      name: outcome.name,
      span: outcome.span,
    })),
    splits,
    span: name.span,
  }
}

/** `file("log.sql")`, or the SQL itself in quotes. */
function queryOf(report: Report, files: NamedFiles, setting: Setting): Dataset['query'] | undefined {
  const { value } = setting
  if (value.kind === 'string') return { sql: value.value, file: undefined, span: value.span }
  if (value.kind !== 'call') {
    wrongValue(report, 'query', value, 'file("log.sql") or SQL in quotes')
    return undefined
  }
  const call = callIn(report, setting, 'source of a query', ['file'])
  const path = call?.arguments.length === 1 ? call.arguments[0]?.value : undefined
  if (path?.kind === 'string') {
    const file = files.read(path)
    return file === undefined ? undefined : { sql: file.text, file: file.path, span: path.span }
  }
  if (call !== undefined) wrongValue(report, 'file', path ?? call, 'one path in quotes')
  return undefined
}

function surfaceOf(
  report: Report,
  setting: Setting,
  surfaces: ReadonlyMap<string, Surface>,
): Dataset['surface'] | undefined {
  const { value } = setting
  if (value.kind !== 'map') {
    const all = viewIn(report, 'surface', value, surfaces)
    return all === undefined ? undefined : { kind: 'constant', ...all, span: value.span }
  }
  const settings = Settings.ofMap(report, { place: 'surface', known: ['column', 'values', 'else'] }, value)
  settings.required('column', 'column: view_type')
  settings.required('values', 'values: { 1: home_feed }')
  const column = columnOf(report, settings.get('column'))
  return {
    kind: 'column',
    column: column ?? '',
    values: valuesOf(report, settings, surfaces),
    otherwise: settings.oneOf('else', ['drop', 'error']) ?? 'error',
    span: value.span,
  }
}

function valuesOf(report: Report, settings: Settings, surfaces: ReadonlyMap<string, Surface>): readonly SurfaceValue[] {
  const first = new Map<string, ConfigEntry>()
  return (settings.map('values')?.entries ?? []).flatMap((entry): readonly SurfaceValue[] => {
    const { key } = entry
    const earlier = first.get(keyOf(entry))
    if (earlier !== undefined) {
      const at = { key: keyOf(entry), place: 'values' }
      report('CTR1523', key.span, at, { related: related('first here', earlier.key.span) })
      return []
    }
    first.set(keyOf(entry), entry)
    const view = viewIn(report, keyOf(entry), entry.value, surfaces)
    const value = 'kind' in key ? key.value : key.name
    return view === undefined ? [] : [{ value, ...view, span: key.span }]
  })
}

/** A column by its name, in quotes where it is no word. */
function columnOf(report: Report, setting: Setting | undefined): string | undefined {
  if (setting === undefined) return undefined
  const { key, value } = setting
  if (value.kind === 'name') return value.name
  if (value.kind === 'string') return value.value
  wrongValue(report, key, value, 'the name of a column')
  return undefined
}

/** `click: clicked == 1`, or `long_click: { search: dwell_seconds >= 10 }`: unlabelled on the surfaces that it does not name. */
function labelsOf(report: Report, settings: Settings, surfaces: ReadonlyMap<string, Surface>): Dataset['labels'] {
  const labels = new Map<string, Label>()
  for (const { key, value } of freeSettings(report, 'labels', settings.map('labels')))
    labels.set(
      key,
      value.kind === 'map' ? labelBySurface(report, key, value, surfaces) : labelOfAll(report, key, value),
    )
  return sorted(labels)
}

type Label = Dataset['labels'] extends ReadonlyMap<string, infer Each> ? Each : never

function labelOfAll(report: Report, task: string, value: ConfigValue): Label {
  const label = labelExpression(report, task, value)
  return { kind: label?.kind, all: label?.expression, bySurface: new Map() }
}

function labelBySurface(report: Report, task: string, map: ConfigMap, surfaces: ReadonlyMap<string, Surface>): Label {
  const bySurface = new Map<string, RowExpression>()
  let first: { readonly kind: Label['kind']; readonly span: Span } | undefined
  for (const { key, keySpan, value } of freeSettings(report, `the label ${task}`, map)) {
    const surface = known(report, 'surface', { name: key, span: keySpan }, surfaces)
    const label = labelExpression(report, task, value)
    if (label === undefined) continue
    first ??= { kind: label.kind, span: value.span }
    if (first.kind !== label.kind)
      report('CTR1670', value.span, { task, kind: label.kind }, { related: related('the first one', first.span) })
    if (surface !== undefined) bySurface.set(surface.name, label.expression)
  }
  return { kind: first?.kind, all: undefined, bySurface: sorted(bySurface) }
}

function splitsOf(report: Report, settings: Settings): ReadonlyMap<string, RowExpression> {
  const splits = new Map<string, RowExpression>()
  for (const { key, value } of freeSettings(report, 'splits', settings.map('splits'))) {
    const expression = rowExpression(report, key, value, 'condition')
    if (expression !== undefined) splits.set(key, expression)
  }
  return splits
}

/** Entries whose keys the user chooses, once each; `where` is reserved. */
const freeSettings = (report: Report, place: string, map: ConfigMap | undefined): readonly Setting[] =>
  settingsOnce(report, place, map).filter(({ key, keySpan }) => {
    if (key === 'where') report('CTR1514', keySpan, { what: 'a task space' })
    return key !== 'where'
  })

const sorted = <Value>(map: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> => new Map([...map].sort(byKey))
