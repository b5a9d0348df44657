import type { Interpreter } from './interpreter.ts'
import { fieldsOf, type RecordSequence } from './values.ts'

/** A sequence of records where a value is needed: CTR1592 with what can be read of it. */
export const reportRecord = (interpreter: Interpreter, { feature, span }: RecordSequence): void =>
  interpreter.report(
    'CTR1592',
    span,
    { name: feature.name, fields: fieldsOf(feature) },
    { related: [{ message: 'declared here', span: feature.span }] },
  )
