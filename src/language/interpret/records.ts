import { definitionOf } from '../../features/kinds.ts'
import { fieldName } from '../../model/feature.ts'
import { replaceWith } from '../resolve/extras.ts'
import type { MemberExpression } from '../syntax/ast.ts'
import { maskOf, readFeature } from './features.ts'
import type { Interpreter } from './interpreter.ts'
import { at, type OpSite, type Site } from './site.ts'
import { describe, fieldsOf, type Poison, poison, type RecordSequence, type Tensor, type Value } from './values.ts'
import { widenedMask } from './widen.ts'

/** `recent.pin`: a field of a sequence of records, as a feature. */
export function readField(interpreter: Interpreter, { value, member, span }: MemberExpression, site: Site): Value {
  const record = interpreter.evaluate(value, site)
  if (record.kind === 'poison') return poison
  if (record.kind !== 'record') {
    interpreter.report('CTR3004', span, {
      what: `what '.${member.name}' is read of`,
      found: describe(record),
      expected: 'a sequence of records',
    })
    return poison
  }
  const field = interpreter.program.features.get(fieldName(record.feature.name, member.name))
  if (field !== undefined) return readFeature(interpreter, field, at(site, span))
  const fields = fieldsOf(record.feature)
  const near = interpreter.near(member.name, () => fields)
  interpreter.report(
    'CTR1591',
    member.span,
    { record: record.feature.name, field: member.name, fields, near },
    {
      related: [{ message: 'declared here', span: record.feature.span }],
      fixes: replaceWith(member.span, near),
    },
  )
  return poison
}

/** The one mask of a record's fields, [L]: 1 on present steps. */
export function maskOfRecord(interpreter: Interpreter, { feature }: RecordSequence, site: OpSite): Tensor | Poison {
  const { steps = 1 } = definitionOf(feature.type).graph
  return widenedMask(interpreter, feature, maskOf(interpreter, feature, steps, site), site)
}
