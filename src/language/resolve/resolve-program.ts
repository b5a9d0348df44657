import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { inOrder } from '../../diagnostics/order.ts'
import { hasErrors, newReport, type Report } from '../../diagnostics/report.ts'
import { byKey } from '../../diagnostics/text-order.ts'
import type { Host } from '../../host/host.ts'
import type { Dataset, SourceProgram, Surface } from '../program.ts'
import type { SourceFile } from '../syntax/ast.ts'
import { closureOf } from './closure.ts'
import { resolveDataset } from './datasets.ts'
import { collectDeclarations, type Declarations } from './declarations.ts'
import { reportUnknownOperands } from './derived.ts'
import { resolveFeatures } from './features.ts'
import { resolveGroups } from './groups.ts'
import { resolveLevelKeys } from './level-keys.ts'
import { resolveLevels } from './levels.ts'
import { resolveModels } from './models.ts'
import { resolveModules } from './modules.ts'
import { NamedFiles } from './named-file.ts'
import { plainPath } from './paths.ts'
import { isPerFeature } from './per-feature.ts'
import { type Readable, readableFrom } from './readable.ts'
import { checkRoles } from './roles.ts'
import { checkInputNames } from './serving-names.ts'
import { applySettings, type GivenSettings, noSettings } from './settings.ts'
import { resolveSurface } from './surfaces.ts'
import { resolveTables, tableUses } from './tables.ts'
import { type Written, writeOutVariants } from './variants.ts'

export interface Resolved {
  /** Undefined where the entry cannot be read, or a file is beyond a bound. With errors it is as complete as they allow: what is broken is left out. */
  readonly program: SourceProgram | undefined
  /** The parser's included, by file and place. */
  readonly diagnostics: readonly Diagnostic[]
  /** Every file that was read, by path. */
  readonly files: ReadonlyMap<string, SourceFile>
}

/** From an entry file to the typed program of its closure, with every error in it. */
export function resolveProgram(
  host: Host,
  entry: string,
  readable: Readable = readableFrom(host, plainPath(entry)),
  given: GivenSettings = noSettings,
): Resolved {
  const report = newReport()
  const closure = closureOf(host, report, entry, readable)
  for (const parsed of closure.parsed) report.add(parsed.diagnostics)
  const { files: set, settings } = applySettings(report, closure.files, given)
  const written = writeOutVariants(report, set)
  const files = new Map(written.files.map((file) => [file.path, file] as const).sort(byKey))
  const entryFile = files.get(plainPath(entry))
  // What a file declares that is beyond a bound is not known: all else would be reported as missing.
  const isKnown = entryFile !== undefined && !closure.parsed.some(({ isUnread }) => isUnread)
  const program = isKnown
    ? bind(report, new NamedFiles(report, host, readable), written, entryFile, files, settings)
    : undefined
  return { program, diagnostics: inOrder(report.found), files }
}

/** Kinds in the order of what they name: surfaces first, models last. */
function bind(
  report: Report,
  named: NamedFiles,
  { files: inOrderOfImport, plain, variants }: Written,
  entry: SourceFile,
  files: ReadonlyMap<string, SourceFile>,
  settings: SourceProgram['settings'],
): SourceProgram {
  const declarations = collectDeclarations(report, plain)
  const model = [...declarations.models.values()][0]
  if (model === undefined && !hasErrors(report.found))
    report('CTR1512', { ...entry.span, end: entry.span.start }, { path: entry.path })
  const surfaces = mapValues(declarations.surfaces, (node): Surface => resolveSurface(report, node))
  const levels = resolveLevels(report, declarations.levels, model?.name.span)
  const { features, unknown } = resolveFeatures(report, declarations, surfaces, levels)
  const levelKeys = resolveLevelKeys(report, declarations.levels, features)
  const perFeature = new Set([...declarations.tables].flatMap(([name, table]) => (isPerFeature(table) ? [name] : [])))
  const groups = resolveGroups(report, declarations, features)
  const uses = tableUses(features, groups, perFeature, inOrderOfImport)
  const tables = resolveTables(report, named, declarations.tables, uses)
  const datasets = mapValues(declarations.datasets, (node): Dataset => resolveDataset(report, named, node, surfaces))
  reportUnknownOperands(report, unknown, datasets, features)
  checkRoles(report, datasets, features, levelKeys)
  const models = resolveModels(report, declarations, variants, { surfaces, levels, datasets })
  checkInputNames(report, models, features, declarations.levels)
  return {
    entry: entry.path,
    files,
    namedFiles: named.texts,
    settings,
    surfaces,
    levels,
    levelSpans: levelSpansOf(declarations),
    levelKeys,
    features,
    groups,
    tables,
    tablesPerFeature: perFeature,
    models,
    datasets,
    modulesOf: resolveModules(report, inOrderOfImport),
  }
}

const levelSpansOf = ({ levels }: Declarations): SourceProgram['levelSpans'] =>
  mapValues(levels, (node) => node.name.span)

const mapValues = <From, To>(
  map: ReadonlyMap<string, From>,
  to: (value: From, key: string) => To,
): ReadonlyMap<string, To> => new Map([...map].map(([key, value]) => [key, to(value, key)]))
