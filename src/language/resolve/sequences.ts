import type { Report } from '../../diagnostics/report.ts'
import { declaredKind, definitionOf, isScalarKind, type ScalarKindName } from '../../features/kinds.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import { fieldName } from '../../model/feature.ts'
import type { Feature } from '../program.ts'
import type { FeatureName, FeatureNode, FeaturesDeclaration } from '../syntax/ast.ts'
import { numberIn } from './config.ts'
import type { Declarations, DeclaredSequence } from './declarations.ts'
import type { DerivedDeclaration } from './derived.ts'
import { ofEveryRow, readClauses, reportNoDefault, tableOf } from './feature-lines.ts'
import { reportTwice } from './known.ts'

type SurfacesOf = ReadonlyMap<FeaturesDeclaration, SurfaceSet | undefined>

export interface ResolvedSequences {
  /** One for a record, which has its length, and one for each field that is read, `recent.pin`. */
  readonly features: readonly Feature[]
  /** Fields that are derived of others. */
  readonly derived: readonly DerivedDeclaration[]
}

/**
 * Records as features. Errors: those of a feature's line, CTR1515 a record called `surface` or `view`, CTR1502 a field declared twice, CTR1593 a
 * number without a default, CTR1594 a field of a type that a step cannot have, CTR1595 a record in a group, CTR1596 a field called `length`,
 * CTR1597 a record without fields.
 */
export function resolveSequences(
  report: Report,
  { sequences, tables }: Declarations,
  surfacesOf: SurfacesOf,
): ResolvedSequences {
  const features: Feature[] = []
  const derived: DerivedDeclaration[] = []
  for (const sequence of sequences.values()) {
    const { name, node, block } = sequence
    if (ofEveryRow.has(name.name)) {
      report('CTR1515', name.span, { name: name.name })
      continue
    }
    if (block.group !== undefined) report('CTR1595', name.span, { name: name.name, group: block.group.name })
    const setting = { key: 'the length of a sequence', keySpan: node.max.span, value: node.max }
    const length = numberIn(report, setting, { integer: true, atLeast: 1, atMost: 65_536 }) ?? 1
    const fields = fieldsOf(report, sequence)
    if (fields.length === 0) report('CTR1597', name.span, { name: name.name })
    const place = { level: block.level.name, surfaces: surfacesOf.get(block), otherwise: block.otherwise }
    const names = fields.map((field) => field.name.name)
    const type = declaredKind('record', { size: length, element: 'id', table: undefined, fields: names })
    const literals = { missing: undefined, default: undefined, servedAs: undefined }
    features.push({ name: name.name, type, column: columnOf(name), ...literals, ...place, span: name.span })
    const record = { name: name.name, fields: new Set(names) }
    for (const { name: field, line } of fields) {
      const full: FeatureName = { ...field, name: fieldName(name.name, field.name) }
      const ofKind = (element: ScalarKindName): Feature => ({
        ...{ name: full.name, column: columnOf(field), ...place, span: field.span },
        type: declaredKind('field', { size: length, element, table: tableOf(line, full.name, tables) }),
        ...readClauses(report, line, full.name, definitionOf(fieldKind(element)), tables),
        record: { name: name.name, field: field.name },
      })
      if (line.type.kind === 'call') {
        const clauses = (kind: ScalarKindName): Feature => ({ ...ofKind(kind), column: undefined })
        derived.push({ name: full, line, call: line.type, block, record, clauses })
      } else if (isScalarKind(line.type.kind)) {
        const feature = ofKind(line.type.kind)
        features.push(feature)
        if (isNumber(feature) && line.default === undefined) reportNoDefault(report, full, line)
      }
    }
  }
  return { features, derived }
}

const columnOf = ({ name, column }: FeatureName): string | undefined =>
  column === undefined || column.value === name ? undefined : column.value

const isNumber = ({ type }: Feature): boolean => definitionOf(type).graph.reads === 'number'

/** What a line's clauses are read by. */
const fieldKind = (element: ScalarKindName) => declaredKind('field', { size: 1, element, table: undefined })

interface DeclaredField {
  readonly name: FeatureName
  readonly line: FeatureNode
}

/** Fields that can be; what is wrong with others is reported. */
function fieldsOf(report: Report, { name, node }: DeclaredSequence): readonly DeclaredField[] {
  const first = new Map<string, FeatureName>()
  return node.fields.flatMap((line) =>
    line.names.flatMap((field): readonly DeclaredField[] => {
      const earlier = first.get(field.name)
      if (earlier !== undefined) {
        reportTwice(report, `field of '${name.name}'`, field, earlier.span)
        return []
      }
      first.set(field.name, field)
      if (field.name === 'length') {
        report('CTR1596', field.span, { record: name.name })
        return []
      }
      const { type } = line
      if (type.kind === 'call' || isScalarKind(type.kind)) return [{ name: field, line }]
      report('CTR1594', type.span, { record: name.name, field: field.name, reason: 'type' })
      return []
    }),
  )
}
