import type { Report } from '../../diagnostics/report.ts'
import { declaredKind, definitionOf, isScalarKind } from '../../features/kinds.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import { fieldName } from '../../model/feature.ts'
import type { Feature } from '../program.ts'
import type { FeatureName, FeatureNode, FeaturesDeclaration } from '../syntax/ast.ts'
import { numberIn } from './config.ts'
import type { Declarations, DeclaredSequence } from './declarations.ts'
import { ofEveryRow, readClauses, tableOf } from './feature-lines.ts'
import { reportTwice } from './known.ts'

type SurfacesOf = ReadonlyMap<FeaturesDeclaration, SurfaceSet | undefined>

/**
 * Records as features: one for a record, which has its length, and one for each field, `recent.pin`. Errors: those of a feature's line, CTR1515 a
 * record called `surface` or `view`, CTR1502 a field declared twice, CTR1593 a number without a default, CTR1594 a field of a type that a step cannot
 * have, CTR1595 a record in a group, CTR1596 a field called `length`, CTR1597 a record without fields.
 */
export function resolveSequences(
  report: Report,
  { sequences, tables }: Declarations,
  surfacesOf: SurfacesOf,
): readonly Feature[] {
  return [...sequences.values()].flatMap((sequence) => {
    const { name, node, block } = sequence
    if (ofEveryRow.has(name.name)) {
      report('CTR1515', name.span, { name: name.name })
      return []
    }
    if (block.group !== undefined) report('CTR1595', name.span, { name: name.name, group: block.group.name })
    const setting = { key: 'the length of a sequence', keySpan: node.max.span, value: node.max }
    const length = numberIn(report, setting, { integer: true, atLeast: 1, atMost: 65_536 }) ?? 1
    const fields = fieldsOf(report, sequence)
    if (fields.length === 0) report('CTR1597', name.span, { name: name.name })
    const place = { level: block.level.name, surfaces: surfacesOf.get(block), otherwise: block.otherwise }
    const members = fields.map(({ name: field, line, kind }): Feature => {
      const full = fieldName(name.name, field.name)
      const type = declaredKind('field', { size: length, element: kind, table: tableOf(line, full, tables) })
      const literals = readClauses(report, line, full, definitionOf(type), tables)
      if (isNumber(type) && line.default === undefined) reportNoDefault(report, full, field, line)
      return {
        ...{ name: full, type, column: columnOf(field), ...literals, ...place, span: field.span },
        record: { name: name.name, field: field.name },
      }
    })
    const type = declaredKind('record', {
      ...{ size: length, element: 'id', table: undefined },
      fields: fields.map((field) => field.name.name),
    })
    const literals = { missing: undefined, default: undefined, servedAs: undefined }
    const record: Feature = { name: name.name, type, column: columnOf(name), ...literals, ...place, span: name.span }
    return [record, ...members]
  })
}

const columnOf = ({ name, column }: FeatureName): string | undefined =>
  column === undefined || column.value === name ? undefined : column.value

const isNumber = (type: Feature['type']): boolean => definitionOf(type).graph.reads === 'number'

function reportNoDefault(report: Report, name: string, field: FeatureName, line: FeatureNode): void {
  const edits = [{ span: { ...line.span, start: line.span.end }, text: ' default 0' }]
  report('CTR1593', field.span, { name }, { fixes: [{ kind: 'default', title: "add 'default 0'", edits }] })
}

interface DeclaredField {
  readonly name: FeatureName
  readonly line: FeatureNode
  readonly kind: Parameters<typeof declaredKind>[1]['element']
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
      if (type.kind !== 'call' && isScalarKind(type.kind)) return [{ name: field, line, kind: type.kind }]
      report('CTR1594', type.span, { record: name.name, field: field.name, isDerived: type.kind === 'call' })
      return []
    }),
  )
}
