import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'
import { definitionOf } from '../features/kinds.ts'
import type { ColumnFault, ColumnReading, RawSpec } from '../features/reading.ts'
import { kindOfInput } from '../features/served.ts'
import { type ColumnType, columnType } from '../features/sql/column-type.ts'
import { quoteName, quoteText } from '../features/sql/quote.ts'
import { structFields } from '../features/sql/struct-fields.ts'
import { type DeclaredRecord, listColumn, type RecordColumns, recordColumns } from '../rows/record-columns.ts'
import type { Manifest, ManifestInput } from './manifest.ts'

/** A record as the inputs of a graph describe it. */
interface ServedRecord extends DeclaredRecord {
  readonly length: ManifestInput
  readonly inputs: readonly ManifestInput[]
}

/** A record among the columns of files: what is read of them, and what the inputs are made of, in a table of that. */
export interface RecordInFiles {
  /** Columns of the files, called so in the table. */
  readonly raw: readonly RawSpec[]
  /** What the inputs are filled from, over the table's columns. Throws CTR7009. */
  readonly inputs: (
    typeOf: (name: string) => ColumnType,
  ) => readonly { readonly spec: RawSpec; readonly type: ColumnType }[]
  /** SQL over the table's columns: an example of lists of different lengths, or missing. Undefined: they have one. */
  readonly unequal: string | undefined
  /** Reports such rows. */
  readonly fault: ColumnFault
  readonly name: string
}

/** The records that a graph reads. */
export const recordsIn = ({ inputs }: Manifest): readonly ServedRecord[] =>
  inputs.flatMap((length) => {
    const { record: name, role, column, fields = [] } = length
    if (name === undefined || role !== 'length') return []
    const own = inputs.filter(({ record, role: of }) => record === name && of === 'feature')
    const declared = fields.map((field) => ({ name: field.name, column: field.column }))
    return [{ name, column: column ?? name, fields: declared, length, inputs: own }]
  })

/**
 * The columns of JSON, of which DuckDB knows no type where all of its rows are null or empty: a list of structs, or a field of it, is then of the
 * type that is read.
 */
export function withRecordTypes(
  manifest: Manifest,
  found: ReadonlyMap<string, ColumnType>,
): ReadonlyMap<string, ColumnType> {
  const types = new Map(found)
  for (const record of recordsIn(manifest)) {
    const type = found.get(record.column)
    if (type === undefined || record.fields.some((field) => found.has(listColumn(record, field)))) continue
    const structs = type.kind === 'list' ? structFields(type.element.sql) : new Map<string, ColumnType>()
    const isUnknown = type.sql === 'JSON' || type.sql === 'JSON[]'
    if (!isUnknown && structs.size === 0) continue
    const elements = new Map([...structs].map(([name, { sql }]) => [name, sql]))
    for (const input of record.inputs) {
      const { name, column = name } = record.fields.find((each) => each.name === input.field)!
      if (isUnknown || elements.get(column) === 'JSON')
        elements.set(column, readingOf(input).sqlType.replace(/\[\]$/, ''))
    }
    const fields = [...elements].map(([name, sql]) => `${quoteName(name)} ${sql}`)
    types.set(record.column, columnType(`STRUCT(${fields.join(', ')})[]`))
  }
  return types
}

/** Finds a record among the columns of files. Throws CTR4055-CTR4057 where it is not there. */
export function recordInFiles(
  record: ServedRecord,
  found: ReadonlyMap<string, ColumnType>,
  file: string,
): RecordInFiles {
  const needed = new Set(record.inputs.flatMap(({ field }) => field ?? []))
  const at = { span: undefined, what: `'${file}'` }
  const here = orThrow(recordColumns(record, found, needed, at))
  const isStructs = here.lists.length === 0
  const named = (field: string): string => `${record.name}.${field}`
  const lists = [...here.fields].map(([field, { column }]): RawSpec => {
    const input = record.inputs.find((each) => each.field === field)
    return { name: named(field), column, reading: input === undefined ? anyList : readingOf(input) }
  })
  const raw = isStructs ? [{ name: record.name, column: record.column, reading: anyList }] : lists
  const inTable: DeclaredRecord = isStructs
    ? { ...record, column: record.name }
    : { ...record, column: '', fields: record.fields.map(({ name }) => ({ name, column: named(name) })) }
  return {
    raw,
    name: record.name,
    inputs: (typeOf) => {
      const types = new Map(raw.map(({ name }) => [name, typeOf(name)]))
      const { length, fields } = orThrow(recordColumns(inTable, types, needed, at))
      const read = record.inputs.map((input) => {
        const { source, type } = fields.get(input.field ?? '')!
        const reading = readingOf(input)
        const column = here.fields.get(input.field ?? '')!.column
        if (!reading.fits(type))
          throw new DiagnosticError([
            diagnostic('CTR7009', undefined, { column, file, found: `is ${type.sql}`, expected: reading.expected }),
          ])
        return { spec: { name: input.feature, column, source, reading }, type }
      })
      const { name, column } = record
      const lengths = { name, column, source: length.source, reading: readingOf(record.length) }
      return [{ spec: lengths, type: length.type }, ...read]
    },
    unequal: isStructs ? undefined : unequalSql(lists),
    fault: faultOf(record, here),
  }
}

/** Read as it is: of structs the fields are, and of a field that no input has the length alone. */
const anyList: ColumnReading = {
  storage: { kind: 'list', of: 'string', length: 1 },
  expected: 'a list',
  fits: ({ kind }) => kind === 'list',
  conversions: () => [],
  sqlType: 'VARCHAR[]',
  sql: (column) => column,
  words: (column) => column,
  missing: undefined,
  faults: [],
  identity: (column) => column,
}

const readingOf = (input: ManifestInput): ColumnReading => definitionOf(kindOfInput(input)).column(input.sentinel)

function orThrow(found: ReturnType<typeof recordColumns>): RecordColumns {
  if ('problems' in found) throw new DiagnosticError(found.problems)
  return found
}

function unequalSql(lists: readonly RawSpec[]): string | undefined {
  if (lists.length < 2) return undefined
  const lengths = lists.map(({ name }) => `coalesce(len(${quoteName(name)}), 0)`)
  const shown = lists.map(({ column }, i) => `${quoteText(`${column} `)} || ${lengths[i]}`).join(" || ', ' || ")
  return `CASE WHEN greatest(${lengths.join(', ')}) <> least(${lengths.join(', ')}) THEN ${shown} END`
}

const faultOf = ({ name }: ServedRecord, { lists }: RecordColumns): ColumnFault => ({
  condition: (example) => `${example} IS NOT NULL`,
  example: (example) => example,
  diagnostic: (_, rows, example) =>
    diagnostic('CTR4048', undefined, { lists, record: name, rows, example, remedy: undefined }),
})
