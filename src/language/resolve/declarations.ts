import type { Report } from '../../diagnostics/report.ts'
import { byKey } from '../../diagnostics/text-order.ts'
import { fieldName } from '../../model/feature.ts'
import type {
  BranchDeclaration,
  ConfigMap,
  DatasetDeclaration,
  Declaration,
  FeatureName,
  FeatureNode,
  FeaturesDeclaration,
  Identifier,
  LevelDeclarationNode,
  ModelDeclaration,
  SequenceNode,
  ServeDeclaration,
  SourceFile,
  SurfaceDeclaration,
  TowerDeclaration,
  TrainDeclaration,
} from '../syntax/ast.ts'
import { related } from './extras.ts'
import { reportTwice } from './known.ts'

/** Every global declaration of a program by its kind and name, in order of name. Towers are distinguished by their models later. */
export interface Declarations {
  readonly surfaces: ReadonlyMap<string, SurfaceDeclaration>
  readonly levels: ReadonlyMap<string, LevelDeclarationNode>
  readonly featureBlocks: readonly FeaturesDeclaration[]
  readonly features: ReadonlyMap<string, DeclaredFeature>
  /** Records: `sequence recent max 200 { ... }`. */
  readonly sequences: ReadonlyMap<string, DeclaredSequence>
  /** Named blocks of features. */
  readonly groups: ReadonlyMap<string, { readonly name: Identifier; readonly block: FeaturesDeclaration }>
  /** Those that stand in a feature's line too, by its name. */
  readonly tables: ReadonlyMap<string, DeclaredTable>
  readonly models: ReadonlyMap<string, ModelDeclaration>
  readonly branches: ReadonlyMap<string, BranchDeclaration>
  readonly towers: readonly TowerDeclaration[]
  readonly datasets: ReadonlyMap<string, DatasetDeclaration>
  readonly trains: ReadonlyMap<string, TrainDeclaration>
  readonly serves: ReadonlyMap<string, ServeDeclaration>
}

/** `table pins { ... }`, or `in { ... }` of a feature. */
export interface DeclaredTable {
  readonly name: Identifier
  readonly config: ConfigMap
  /** The line of features in which it stands. */
  readonly line: FeatureNode | undefined
}

/** One name of a line of features. */
export interface DeclaredFeature {
  readonly name: FeatureName
  readonly line: FeatureNode
  readonly block: FeaturesDeclaration
}

export interface DeclaredSequence {
  readonly name: FeatureName
  readonly node: SequenceNode
  readonly block: FeaturesDeclaration
}

/** Errors: CTR1502, a second thing of one kind and name; the first one stands. */
export function collectDeclarations(report: Report, files: readonly SourceFile[]): Declarations {
  const items = files.flatMap((file) => file.items)
  const unique = <Thing>(kind: string, things: readonly Thing[], nameOf: (thing: Thing) => Identifier) =>
    onePerName(report, kind, things, nameOf)
  const named = <Thing extends { readonly name: Identifier }>(kind: string, things: readonly Thing[]) =>
    unique(kind, things, (thing) => thing.name)

  const models = named(
    'model',
    items.filter((item) => item.kind === 'model'),
  )
  const branches = named(
    'branch',
    items.filter((item) => item.kind === 'branch'),
  )
  for (const [name, branch] of branches) {
    const model = models.get(name)
    if (model !== undefined)
      report(
        'CTR1502',
        branch.name.span,
        { kind: 'model or branch', name },
        { related: related('the model', model.name.span) },
      )
  }
  const featureBlocks = items.filter((item) => item.kind === 'features')
  const features = unique('feature', featureBlocks.flatMap(featuresIn), ({ name }) => name)
  const groups = named(
    'group of features',
    featureBlocks.flatMap((block) => (block.group === undefined ? [] : [{ name: block.group, block }])),
  )
  const sequences = named('sequence', featureBlocks.flatMap(sequencesIn))
  for (const [name, sequence] of sequences) {
    const feature = features.get(name)
    if (feature !== undefined) reportTwice(report, 'feature or sequence', sequence.name, feature.name.span)
  }
  for (const [name, group] of groups) {
    const feature = features.get(name) ?? sequences.get(name)
    if (feature !== undefined)
      report(
        'CTR1502',
        group.name.span,
        { kind: 'feature or group of features', name },
        { related: related('the feature', feature.name.span) },
      )
  }
  return {
    surfaces: named(
      'surface',
      items.filter((item) => item.kind === 'surface'),
    ),
    levels: named(
      'level',
      items.filter((item) => item.kind === 'level'),
    ),
    featureBlocks,
    features,
    sequences,
    groups,
    tables: named('table', [
      ...items.flatMap(tablesIn),
      ...[...features.values()].flatMap(tableInPlace),
      ...[...sequences.values()].flatMap(tablesOfFields),
    ]),
    models,
    branches,
    towers: items.filter((item) => item.kind === 'tower'),
    datasets: named(
      'dataset',
      items.filter((item) => item.kind === 'dataset'),
    ),
    trains: unique(
      'training of',
      items.filter((item) => item.kind === 'train'),
      (item) => item.model,
    ),
    serves: unique(
      'serving of',
      items.filter((item) => item.kind === 'serve'),
      (item) => item.model,
    ),
  }
}

/** In order of declaration. */
const featuresIn = (block: FeaturesDeclaration): readonly DeclaredFeature[] =>
  block.features.flatMap((line) => line.names.map((name) => ({ name, line, block })))

const sequencesIn = (block: FeaturesDeclaration): readonly DeclaredSequence[] =>
  block.sequences.map((node) => ({ name: node.name, node, block }))

/** Tables in place of a record's fields, named for them. */
const tablesOfFields = ({ name, node, block }: DeclaredSequence): readonly DeclaredTable[] =>
  node.fields.flatMap((line) =>
    line.names.flatMap((field) =>
      tableInPlace({ name: { ...field, name: fieldName(name.name, field.name) }, line, block }),
    ),
  )

const tablesIn = (item: Declaration): readonly DeclaredTable[] =>
  item.kind === 'table' ? [{ name: item.name, config: item.config, line: undefined }] : []

/** A table in place is named for its feature, so that another feature of the line more or less changes nothing of it. */
const tableInPlace = ({ name, line }: DeclaredFeature): readonly DeclaredTable[] =>
  line.table !== undefined && 'kind' in line.table ? [{ name, config: line.table, line }] : []

function onePerName<Thing>(
  report: Report,
  kind: string,
  things: readonly Thing[],
  nameOf: (thing: Thing) => Identifier,
): ReadonlyMap<string, Thing> {
  const first = new Map<string, Thing>()
  for (const thing of things) {
    const name = nameOf(thing)
    if (name.name === '') continue // the parser has reported it
    const earlier = first.get(name.name)
    if (earlier === undefined) first.set(name.name, thing)
    else reportTwice(report, kind, name, nameOf(earlier).span)
  }
  return new Map([...first].sort(byKey))
}
