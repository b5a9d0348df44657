import type { Fix } from '../../diagnostics/diagnostic.ts'
import type { Report } from '../../diagnostics/report.ts'
import type { Derivation } from '../../features/derived/derivation.ts'
import { fittedCalls } from '../../features/derived/fits.ts'
import { derivationOf } from '../../features/derived/table.ts'
import { definitionOf } from '../../features/kinds.ts'
import type { LevelOrder } from '../../graph/levels.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import type { Dataset, Feature } from '../program.ts'
import type { CallExpression, FeatureName, FeatureNode, FeaturesDeclaration, Identifier } from '../syntax/ast.ts'
import { addDefault } from './add-default.ts'
import { type ReadDerivation, type RecordContext, readDerivation } from './derivations.ts'
import { related } from './extras.ts'
import { reportNoDefault } from './feature-lines.ts'
import { reportUnknown } from './known.ts'

/** What a derivation gives: the kind of feature that a derived one is. */
export type DerivedKind = ReadDerivation['result']

/** A feature that is declared by a call. */
export interface DerivedDeclaration {
  readonly name: FeatureName
  readonly line: FeatureNode
  readonly call: CallExpression
  readonly block: FeaturesDeclaration
  /** Where it is a field of a record. */
  readonly record?: RecordContext
  /** The feature that the declaration's clauses make of such a kind, where it exists as its block has it. */
  readonly clauses: (kind: DerivedKind) => Feature
}

/**
 * Adds derived features to those that they read, in whatever order they are declared. Gives the names that no feature has. Errors: those of
 * derivations.ts, CTR1540 a clause for a column, CTR1571 another level than the one of what it reads, CTR1572 surfaces that what it reads lacks,
 * CTR1573 a feature that is derived from itself, CTR1575 an operand that is `served as` a constant,
 * CTR1577 a number that may be missing and has no default.
 */
export function resolveDerived(
  report: Report,
  declared: readonly DerivedDeclaration[],
  features: Map<string, Feature>,
  levels: LevelOrder,
): readonly Identifier[] {
  const waiting = new Map(declared.map((each) => [each.name.name, each]))
  const begun: string[] = []
  const unknown: Identifier[] = []
  const failed = new Set<string>()

  const featureOf = (name: Identifier): Feature | undefined => {
    const declaration = waiting.get(name.name)
    if (declaration !== undefined) resolve(declaration, name)
    if (failed.has(name.name)) return undefined
    const found = features.get(name.name)
    if (found === undefined) unknown.push(name)
    return found
  }
  const resolve = (declaration: DerivedDeclaration, mention: Identifier): void => {
    const { name } = declaration.name
    if (begun.includes(name)) {
      const path = [...begun.slice(begun.indexOf(name)), name]
      if (!failed.has(name)) report('CTR1573', mention.span, { name, path })
      failed.add(name)
      return
    }
    begun.push(name)
    const feature = derivedFeature(report, declaration, featureOf, levels)
    begun.pop()
    waiting.delete(name)
    if (feature === undefined || failed.has(name)) {
      failed.add(name)
      // What reads it is not told that it does not exist.
      features.set(name, declaration.clauses(declaration.line.table === undefined ? 'float' : 'id'))
    } else features.set(name, feature)
  }
  for (const declaration of declared) if (waiting.has(declaration.name.name)) resolve(declaration, declaration.name)
  return unknown
}

function derivedFeature(
  report: Report,
  { name, line, call, block, record, clauses }: DerivedDeclaration,
  featureOf: (name: Identifier) => Feature | undefined,
  levels: LevelOrder,
): Feature | undefined {
  const read = readDerivation({ report, feature: name.name, featureOf, record }, call)
  if (read === undefined) return undefined
  if (record !== undefined && !isOfSteps(report, name, record, read)) return undefined
  const feature = clauses(read.result)
  const refuse = (word: string, span: Identifier['span'], reason: string): void => {
    report('CTR1540', span, { feature: name.name, word, type: `${call.callee.name}(...)`, reason })
  }
  if (name.column !== undefined) refuse('as', name.column.span, 'it is computed, not read from a column')
  if (line.missing !== undefined) refuse('missing', line.missing.span, 'no column of it holds a sentinel')
  for (const { feature: operand, name: mention } of read.operands)
    if (operand.servedAs !== undefined)
      report(
        'CTR1575',
        mention.span,
        { name: name.name, operand: operand.name },
        { related: related(`'${operand.name}' is declared here`, operand.span) },
      )
  const surfaces = surfacesOf(report, feature, read)
  const derived = { ...feature, missing: undefined, surfaces, derivation: read.derivation }
  if (record !== undefined) {
    if (read.result !== 'id' && feature.default === undefined) reportNoDefault(report, name, line)
    // Of a record of users and the time of a request: it has another value at each request.
    return { ...derived, level: levelBelow(read, levels) ?? feature.level }
  }
  if (read.result !== 'id' && feature.default === undefined && !isAlwaysThere(read, featuresOf(read)))
    report('CTR1577', name.span, { name: name.name }, { fixes: [addDefault(line)] })
  checkLevel(report, feature, line, block, read, levels)
  return derived
}

/** Errors: CTR1594 a field that reads no field of its record, or that is fitted. */
function isOfSteps(report: Report, { name, span }: FeatureName, record: RecordContext, read: ReadDerivation): boolean {
  const isFitted = fittedCalls(read.derivation).length > 0
  if (!isFitted && read.operands.some(({ feature }) => feature.record?.name === record.name)) return true
  const field = name.slice(record.name.length + 1)
  report('CTR1594', span, { record: record.name, field, reason: isFitted ? 'fitted' : 'of rows' })
  return false
}

/** The coarsest level below those of what is read. */
function levelBelow({ operands }: ReadDerivation, levels: LevelOrder): string | undefined {
  const [first, ...others] = operands.map(({ feature }) => feature.level)
  if (![first, ...others].every((each) => each !== undefined && levels.names.includes(each))) return undefined
  return others.reduce<string | undefined>((a, b) => (a === undefined ? a : levels.meet(a, b)), first)
}

const featuresOf = ({ operands }: ReadDerivation): ReadonlyMap<string, Feature> =>
  new Map(operands.map(({ feature }) => [feature.name, feature]))

/** Whether a number is there on every row: all numbers that it reads have a default, or are there themselves. */
function isAlwaysThere({ derivation }: ReadDerivation, features: ReadonlyMap<string, Feature>): boolean {
  const isThere = ({ operands }: Derivation): boolean =>
    operands.every((operand) => {
      if (operand.kind === 'call') return derivationGivesNumber(operand.call) && isThere(operand.call)
      const feature = features.get(operand.feature)
      // A derived number without a default is there itself, or was reported.
      return (
        feature !== undefined &&
        isNumber(feature) &&
        // A list may have no element.
        definitionOf(feature.type).graph.steps === undefined &&
        (feature.default !== undefined || feature.derivation !== undefined)
      )
    })
  return isThere(derivation)
}

const isNumber = ({ type }: Feature): boolean => definitionOf(type).graph.reads === 'number'

const derivationGivesNumber = ({ of }: Derivation): boolean => derivationOf(of).result([], []).kind !== 'id'

/** The coarsest level below those of what it reads: no coarser one has a value, and at a finer one it would be computed too often. */
function checkLevel(
  report: Report,
  { name, level, span }: Feature,
  line: FeatureNode,
  block: FeaturesDeclaration,
  read: ReadDerivation,
  levels: LevelOrder,
): void {
  const due = levels.names.includes(level) ? levelBelow(read, levels) : undefined
  if (due === undefined || due === level) return
  const places = read.operands.map(({ feature }) => ({
    message: `'${feature.name}' is of ${feature.level}`,
    span: feature.span,
  }))
  report('CTR1571', span, { name, level, due }, { related: places, fixes: [atLevel(due, line, block)] })
}

/** A block of the level around the line; where the line is alone, its block becomes one of that level. */
function atLevel(due: string, line: FeatureNode, block: FeaturesDeclaration): Fix {
  const title = `declare it in 'features of ${due}'`
  const { level, surfaces, otherwise, features } = block
  if (features.length === 1) return { kind: 'level', title, edits: [{ span: level.span, text: due }] }
  const on = surfaces === undefined ? '' : ` on ${surfaces.map(({ name }) => name).join(', ')}`
  const head = (of: string): string => `features of ${of}${on}${otherwise === undefined ? '' : ` else ${otherwise}`} {`
  return {
    kind: 'level',
    title,
    edits: [
      { span: { ...line.span, end: line.span.start }, text: `}\n${head(due)}\n  ` },
      { span: { ...line.span, start: line.span.end }, text: `\n}\n${head(level.name)}` },
    ],
  }
}

/** Where all exists that it reads; a block may name fewer surfaces, none beside them. */
function surfacesOf(report: Report, feature: Feature, { operands }: ReadDerivation): SurfaceSet | undefined {
  const has = operands.reduce<SurfaceSet | undefined>((common, operand) => {
    const { surfaces } = operand.feature
    return common === undefined ? surfaces : surfaces === undefined ? common : common.intersect(surfaces)
  }, undefined)
  const { name, span, surfaces } = feature
  if (has === undefined) return surfaces
  const lacking = surfaces === undefined ? undefined : surfaces.names.filter((surface) => !has.has(surface))
  if (has.isEmpty || (lacking !== undefined && lacking.length > 0)) {
    const places = operands.flatMap((operand) =>
      operand.feature.surfaces === undefined
        ? []
        : related(
            `'${operand.feature.name}' exists on ${operand.feature.surfaces.names.join(', ')}`,
            operand.feature.span,
          ),
    )
    report('CTR1572', span, { name, has: has.names, lacking: lacking ?? [] }, { related: places })
  }
  return surfaces === undefined ? has : surfaces.intersect(has)
}

/** Errors: CTR2007 what a derivation reads is an outcome or label, CTR1501 there is no such feature. */
export function reportUnknownOperands(
  report: Report,
  unknown: readonly Identifier[],
  datasets: ReadonlyMap<string, Dataset>,
  features: ReadonlyMap<string, Feature>,
): void {
  for (const mention of unknown) {
    const { name, span } = mention
    const leak = [...datasets.values()].flatMap((each) => roleIn(each, name) ?? [])[0]
    if (leak === undefined) {
      reportUnknown(report, 'feature', mention, features.keys())
      continue
    }
    const { dataset, role, place } = leak
    report('CTR2007', span, { name, role, dataset: dataset.name }, { related: related('declared as such here', place) })
  }
}

/** What a name is in a dataset that is known only after the impression. */
function roleIn(dataset: Dataset, name: string) {
  const outcome = dataset.outcomes.find((each) => each.name === name)
  if (outcome !== undefined) return { dataset, role: 'an outcome', place: outcome.span }
  if (dataset.labels.has(name)) return { dataset, role: 'a label', place: dataset.span }
  for (const [task, { all, bySurface }] of dataset.labels)
    for (const label of [all, ...bySurface.values()])
      if (label?.columns.includes(name))
        return { dataset, role: `read by the label '${task}'`, place: label.expression.span }
  return undefined
}
