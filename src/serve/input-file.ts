import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { nearest } from '../diagnostics/nearest.ts'
import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'
import { definitionOf } from '../features/kinds.ts'
import { type ColumnFault, type RawSpec, readingOfType, sourceSql } from '../features/reading.ts'
import { kindOfInput } from '../features/served.ts'
import { type ColumnType, columnType } from '../features/sql/column-type.ts'
import { quoteName } from '../features/sql/quote.ts'
import { nameInData } from '../model/feature.ts'
import type { Database } from '../rows/connection.ts'
import { filesSql, type InputPlace } from './input-place.ts'
import { type RecordInFiles, recordInFiles, recordsIn, withRecordTypes } from './input-records.ts'
import { namedSql, textColumns, unreadTexts } from './input-text.ts'
import type { Manifest } from './manifest.ts'

export interface InputFile {
  /** Columns of the files that inputs of the graph are filled from; a list fills two. */
  readonly columns: readonly RawSpec[]
  /** How many there are, where that takes no reading of them. */
  readonly rows: number | undefined
  /**
   * Reads them, in the files' order, and behind them two BOOLEANs: whether a value of the row is one that its kind may not have, and whether
   * one is read otherwise than it is written.
   */
  readonly sql: string
  /**
   * Throws what is wrong with files that have such a row, or that DuckDB fails to read: CTR7009 for columns with a value that is not of the
   * type that the graph takes, and what a kind of feature refuses. Reads the files once more, for counts and examples.
   */
  readonly faults: () => Promise<void>
  /** What is reported of rows that are read otherwise than written. Reads the files once more. */
  readonly warnings: () => Promise<readonly Diagnostic[]>
}

/**
 * What the graph reads of files. CSV and JSON only seem to have types (a column of `007` seems a number, an empty one text): there, columns
 * are read from their text (input-text.ts), and reading fails at a value that cannot be.
 * Errors: CTR7008 for columns that are not there, CTR7009 for those of another type in Parquet.
 */
export async function inputFile(database: Database, manifest: Manifest, place: InputPlace): Promise<InputFile> {
  // JSON's names and types are those of all rows.
  const options = place.format === 'json' ? ['sample_size = -1'] : []
  const described = await database.rows(`DESCRIBE SELECT * FROM ${filesSql(place, ...options)}`)
  const named = new Map(described.map(([name, type]) => [String(name), columnType(String(type))]))
  const found = place.format === 'json' ? withRecordTypes(manifest, named) : named
  const plain = wantedOf(manifest)
  const records = recordsIn(manifest).map((record) => recordInFiles(record, found, place.name))
  const wanted = [...plain, ...records.flatMap(({ raw }) => raw)]
  const missing = wanted.filter(({ column }) => !found.has(column)).map((each) => missingColumn(each, place, found))
  if (missing.length > 0) throw new DiagnosticError(missing)
  if (place.format === 'parquet') refuseTypes(wanted, found, place)

  const texts = place.format === 'parquet' ? undefined : textColumns(place, wanted, found)
  const table = texts === undefined ? namedSql(filesSql(place), wanted) : texts.sql
  const typeOf = typeIn(wanted, (spec) =>
    texts === undefined ? found.get(spec.column)! : columnType(texts.types.get(spec.name)!),
  )
  const fields = records.flatMap(({ inputs }) => inputs(typeOf))
  const types = new Map(fields.map(({ spec, type }) => [spec.name, type]))
  const typeRead = (name: string): ColumnType => types.get(name) ?? typeOf(name)
  const read = [...plain, ...fields.map(({ spec }) => spec)].map(
    (spec): RawSpec => ({ ...spec, reading: readingOfType(spec.reading, typeRead(spec.name)) }),
  )
  const source = records.length === 0 ? table : withRecords(table, plain, read, records)
  const refusing = checksOf(manifest, typeRead, (fault) => fault.isWarning !== true && fault.occursIn === undefined)
  const checks = [...refusing, ...records.flatMap(lengthChecks)]
  const warned = checksOf(
    manifest,
    typeRead,
    (fault, { name }) =>
      fault.isWarning === true && fault.ofModelInputs !== true && (fault.occursIn?.(typeRead(name)) ?? true),
  )
  const selected = [...read.map(({ name, reading }) => reading.sql(quoteName(name))), any(checks), any(warned)]
  return {
    columns: read,
    rows: place.format === 'parquet' ? await rowsOf(database, source) : undefined,
    sql: `SELECT ${selected.join(', ')} FROM ${source}`,
    async faults() {
      const wrong = texts === undefined ? [] : await unreadTexts(database, place, texts)
      if (wrong.length > 0) throw new DiagnosticError(wrong)
      const refused = await metIn(database, checks, source)
      if (refused.length > 0) throw new DiagnosticError(refused)
    },
    warnings: () => metIn(database, warned, source),
  }
}

/** The type that a column has once it is read, by its name in the table. */
const typeIn =
  (wanted: readonly RawSpec[], of: (spec: RawSpec) => ColumnType) =>
  (name: string): ColumnType =>
    of(wanted.find((each) => each.name === name)!)

/** The table with what records are made of in the place of their columns. */
function withRecords(
  table: string,
  plain: readonly RawSpec[],
  read: readonly RawSpec[],
  records: readonly RecordInFiles[],
): string {
  const own = new Set(plain.map(({ name }) => name))
  const columns = [
    ...[...own].map(quoteName),
    ...read.filter(({ name }) => !own.has(name)).map((spec) => `${sourceSql(spec)} AS ${quoteName(spec.name)}`),
    ...records.map(({ name, unequal }) => `${unequal ?? 'NULL'} AS ${quoteName(unequalOf(name))}`),
  ]
  return `(SELECT ${columns.join(', ')} FROM ${table})`
}

const unequalOf = (record: string): string => `${record}.length differs`

const lengthChecks = ({ name, unequal, fault }: RecordInFiles): readonly FaultCheck[] =>
  unequal === undefined ? [] : [{ name, column: name, value: quoteName(unequalOf(name)), fault }]

/** Parquet files have it in their own metadata. */
async function rowsOf(database: Database, source: string): Promise<number> {
  const [row] = await database.rows(`SELECT count(*) FROM ${source}`)
  return Number(row?.[0] ?? 0)
}

/** A column with values that its kind may not have, though their type fits (features/reading.ts). */
interface FaultCheck {
  readonly name: string
  readonly column: string
  /** The value in SQL, over columns that are called as the inputs. */
  readonly value: string
  readonly fault: ColumnFault
}

/** A value that its type alone puts out of range fails as it is read (CTR7011). */
const checksOf = (
  manifest: Manifest,
  typeOf: (name: string) => ColumnType,
  isMeant: (fault: ColumnFault, read: RawSpec) => boolean,
): readonly FaultCheck[] =>
  manifest.inputs.flatMap((input) => {
    if (input.role === 'length') return []
    const { feature: name, column = name, sentinel } = input
    const reading = readingOfType(definitionOf(kindOfInput(input)).column(sentinel), typeOf(name))
    return reading.faults
      .filter((fault) => isMeant(fault, { name, column, reading }))
      .map((fault) => ({ name, column, value: quoteName(name), fault }))
  })

const any = (checks: readonly FaultCheck[]): string =>
  checks.length === 0
    ? 'FALSE'
    : checks.map(({ value, fault }) => `coalesce(${fault.condition(value)}, FALSE)`).join(' OR ')

/** What `check --data` reports of such values in the rows of a dataset. */
async function metIn(
  database: Database,
  checks: readonly FaultCheck[],
  source: string,
): Promise<readonly Diagnostic[]> {
  if (checks.length === 0) return []
  const aggregates = checks.flatMap(({ value, fault }) => {
    const where = `FILTER (WHERE ${fault.condition(value)})`
    return [`count(*) ${where}`, `min(CAST(${fault.example(value)} AS VARCHAR)) ${where}`]
  })
  const [row = []] = await database.rows(`SELECT ${aggregates.join(', ')} FROM ${source}`)
  return checks.flatMap(({ name, column, fault }, i) => {
    const rows = Number(row[2 * i])
    const of = { name: nameInData({ name, column }), column, span: undefined }
    return rows === 0 ? [] : [fault.diagnostic(of, rows, String(row[2 * i + 1] ?? 'missing'))]
  })
}

/** A caller's sentinel stays in its column: the graph knows it. A length with the list's element is the one input of its column. */
const wantedOf = ({ inputs }: Manifest): readonly RawSpec[] =>
  inputs
    .filter(({ role, record, element }) => (role !== 'length' || element !== undefined) && record === undefined)
    .map((input) => ({
      name: input.feature,
      column: input.column ?? input.feature,
      reading: definitionOf(kindOfInput(input)).column(undefined),
    }))

const missingColumn = (
  { name, column, reading }: RawSpec,
  place: InputPlace,
  found: ReadonlyMap<string, ColumnType>,
): Diagnostic =>
  diagnostic('CTR7008', undefined, {
    column,
    input: name,
    file: place.name,
    near: nearest(column, found.keys()),
    type: reading.expected,
  })

function refuseTypes(
  wanted: readonly RawSpec[],
  found: ReadonlyMap<string, ColumnType>,
  { name: file }: InputPlace,
): void {
  const wrong = wanted.flatMap(({ column, reading }) => {
    const type = found.get(column)!
    if (reading.fits(type)) return []
    return [diagnostic('CTR7009', undefined, { column, file, found: `is ${type.sql}`, expected: reading.expected })]
  })
  if (wrong.length > 0) throw new DiagnosticError(wrong)
}
