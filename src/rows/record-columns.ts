import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { nearest } from '../diagnostics/nearest.ts'
import { diagnostic } from '../diagnostics/report.ts'
import type { ColumnType } from '../features/sql/column-type.ts'
import { quoteName } from '../features/sql/quote.ts'
import { structFields } from '../features/sql/struct-fields.ts'

/** A record as it is declared: the column that it may be, and for each field the name of its own column or struct field. */
export interface DeclaredRecord {
  readonly name: string
  readonly column: string
  readonly fields: readonly { readonly name: string; readonly column: string | undefined }[]
}

/** What is read in a column's place. */
export interface ReadColumn {
  /** How a message names it. */
  readonly column: string
  readonly source: string
  readonly type: ColumnType
}

/** Where a record is found among the columns of rows: one list of structs, or a list for each field. All SQL is over the rows' columns. */
export interface RecordColumns {
  /** The one length of a row's steps, missing where all columns are. */
  readonly length: ReadColumn
  /** By field; of those whose columns are there. With missing lists as the others are: all of them, or empty. */
  readonly fields: ReadonlyMap<string, ReadColumn>
  /** The columns that may differ in length, by name; none of a list of structs. */
  readonly lists: readonly string[]
}

export interface RecordProblems {
  readonly problems: readonly Diagnostic[]
}

/** What a message about a record names beside it. */
export interface RecordReader {
  readonly span: Diagnostic['span']
  /** `dataset 'log'`, or a file. */
  readonly what: string
}

/**
 * Finds a record's columns. `needed`: the fields that are read; of others the columns may be absent. Errors: CTR4055 a list of structs and lists beside it,
 * CTR4056 neither, CTR4057 structs without a field that is read.
 */
export function recordColumns(
  record: DeclaredRecord,
  columns: ReadonlyMap<string, ColumnType>,
  needed: ReadonlySet<string>,
  { span, what }: RecordReader,
): RecordColumns | RecordProblems {
  const { name, column } = record
  const whole = columns.get(column)
  const structs = whole?.kind === 'list' ? structFields(whole.element.sql) : new Map<string, ColumnType>()
  const named = record.fields.map((field) => ({ field: field.name, column: listColumn(record, field) }))
  const lists = named.filter((each) => columns.get(each.column)?.kind === 'list')
  const isStructs = whole !== undefined && structs.size > 0
  if (isStructs && lists.length > 0)
    return {
      problems: [diagnostic('CTR4055', span, { record: name, column, lists: lists.map((each) => each.column) })],
    }
  if (isStructs) return ofStructs(record, structs, needed, span)
  const there = named.filter((each) => columns.has(each.column))
  const absent = named.filter((each) => needed.has(each.field) && !columns.has(each.column))
  if (absent.length > 0 || there.length === 0)
    return {
      problems: [
        diagnostic('CTR4056', span, {
          ...{ record: name, column, what, found: whole?.sql },
          lacking: (absent.length > 0 ? absent : named).map((each) => each.column),
          has: there.map((each) => each.column),
        }),
      ],
    }
  return ofLists(column, there, columns)
}

/** `recent_pin`: the column of a field that has one of its own. */
export const listColumn = ({ column }: DeclaredRecord, field: DeclaredRecord['fields'][number]): string =>
  field.column ?? `${column}_${field.name}`

/** A struct that is missing in the list is a step without values. */
function ofStructs(
  { name, column, fields }: DeclaredRecord,
  structs: ReadonlyMap<string, ColumnType>,
  needed: ReadonlySet<string>,
  span: RecordReader['span'],
): RecordColumns | RecordProblems {
  const found = new Map<string, ReadColumn>()
  const problems: Diagnostic[] = []
  for (const field of fields) {
    const inStruct = field.column ?? field.name
    const element = structs.get(inStruct)
    if (element === undefined) {
      if (!needed.has(field.name)) continue
      const at = { record: name, column, field: inStruct, has: [...structs.keys()] }
      problems.push(diagnostic('CTR4057', span, { ...at, near: nearest(inStruct, structs.keys()) }))
      continue
    }
    found.set(field.name, {
      column,
      source: `list_transform(${quoteName(column)}, element -> element.${quoteName(inStruct)})`,
      type: { kind: 'list', element, size: undefined, sql: `${element.sql}[]` },
    })
  }
  if (problems.length > 0) return { problems }
  const length = { column, source: `len(${quoteName(column)})`, type: lengthType }
  return { length, fields: found, lists: [] }
}

const lengthType: ColumnType = { kind: 'integer', sql: 'BIGINT' }

function ofLists(
  column: string,
  lists: readonly { readonly field: string; readonly column: string }[],
  columns: ReadonlyMap<string, ColumnType>,
): RecordColumns {
  const quoted = lists.map((each) => quoteName(each.column))
  const isMissing = `(${quoted.map((each) => `${each} IS NULL`).join(' AND ')})`
  // Of another type it is reported by itself.
  const lengths = lists
    .filter((each) => columns.get(each.column)?.kind === 'list')
    .map((each) => `coalesce(len(${quoteName(each.column)}), 0)`)
  const most = lengths.length === 0 ? '0' : `greatest(${lengths.join(', ')})`
  const fields = lists.map((each): [string, ReadColumn] => {
    const own = quoteName(each.column)
    const source = lists.length === 1 ? own : `(CASE WHEN ${own} IS NULL AND NOT ${isMissing} THEN [] ELSE ${own} END)`
    return [each.field, { column: each.column, source, type: columns.get(each.column)! }]
  })
  return {
    length: { column, source: `(CASE WHEN NOT ${isMissing} THEN ${most} END)`, type: lengthType },
    fields: new Map(fields),
    lists: lists.map((each) => each.column),
  }
}
