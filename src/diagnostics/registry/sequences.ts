import { entry } from '../entry.ts'
import { didYouMean } from '../wording.ts'

const notOfSteps = {
  type: 'has one value a step: expected id, string, int, float, bool or time, or a derivation',
  'of rows': 'is derived of no field of its own: declare it beside the sequence',
  fitted: 'is fitted, which features of rows are: derive it of stated numbers',
} as const

/** CTR1590-CTR1609: sequences of records, as they are declared and read. */
export const sequenceDiagnostics = {
  CTR1590: entry({
    title: 'record-in-a-list',
    severity: 'error',
    message: () => 'a list of records is declared by name, as sequence recent max 20 { pin : id in pins }',
  }),
  CTR1591: entry({
    title: 'unknown-field',
    severity: 'error',
    message: (at: { record: string; field: string; fields: readonly string[]; near: string | undefined }) =>
      `the sequence '${at.record}' has no field '${at.field}'; it has ${at.fields.join(', ')}${didYouMean(at.near)}`,
  }),
  CTR1592: entry({
    title: 'sequence-as-a-value',
    severity: 'error',
    message: (at: { name: string; fields: readonly string[] }) =>
      `'${at.name}' is a sequence of records, not a value: read ${at.fields.map((field) => `${at.name}.${field}`).join(', ')}, or mask(${at.name}), length(${at.name}) or is_missing(${at.name})`,
  }),
  CTR1593: entry({
    title: 'field-without-default',
    severity: 'error',
    message: (at: { name: string }) =>
      `the number '${at.name}' may be missing in a step that is present: add default VALUE`,
  }),
  CTR1594: entry({
    title: 'no-type-of-a-field',
    severity: 'error',
    message: (at: { record: string; field: string; reason: 'type' | 'of rows' | 'fitted' }) =>
      `'${at.field}' of the sequence '${at.record}' ${notOfSteps[at.reason]}`,
  }),
  CTR1595: entry({
    title: 'sequence-in-a-group',
    severity: 'error',
    message: (at: { name: string; group: string }) =>
      `the sequence '${at.name}' is in the group '${at.group}', a list of single features: declare it in a block without a name`,
  }),
  CTR1596: entry({
    title: 'field-called-length',
    severity: 'error',
    message: (at: { record: string }) =>
      `'${at.record}.length' is the input that states how many steps a row has; give the field another name: "length" as seconds`,
  }),
  CTR1597: entry({
    title: 'sequence-without-fields',
    severity: 'error',
    message: (at: { name: string }) => `the sequence '${at.name}' has no fields, such as pin : id in pins`,
  }),
}
