import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { diagnostic } from '../diagnostics/report.ts'
import { counted, inQuery, inReadCsv } from '../diagnostics/wording.ts'
import type { Conversion } from '../features/conversions/conversion.ts'
import { ofField } from '../features/conversions/of-field.ts'
import type { RawSpec } from '../features/reading.ts'
import type { ColumnType } from '../features/sql/column-type.ts'
import { quoteName, quoteText } from '../features/sql/quote.ts'
import type { Mismatch } from './columns.ts'
import type { Database } from './connection.ts'
import { isDuckdbError } from './failures.ts'
import type { Source } from './source.ts'

/** Columns of types that do not fit (CTR4011), each with SQL that converts the values that it has. */
export async function typeProblems(
  { database, table }: Source,
  mismatches: readonly Mismatch[],
): Promise<readonly Diagnostic[]> {
  const problems: Diagnostic[] = []
  for (const { spec, type, reader, span, field } of mismatches) {
    const column = quoteName(spec.column)
    const conversions = field === undefined ? conversionsOf(spec, type, isCsv(table)) : []
    const remedy = await fittingConversion(database, table, column, conversions)
    const at = { column: spec.column, field, reader, found: type.sql, expected: spec.reading.expected, remedy }
    problems.push(diagnostic('CTR4011', span, at))
  }
  return problems
}

/** Whether a query reads text whose types are guessed. */
const isCsv = (query: string): boolean => /read_csv|\.(csv|tsv)\b/i.test(query)

/** Of structs the fields, of lists the last element. */
function conversionsOf(
  { column: from, reading: { fits, conversions, storage } }: RawSpec,
  type: ColumnType,
  csv: boolean,
): readonly Conversion[] {
  const isScalar = storage.kind !== 'list' && storage.kind !== 'floats'
  const last: readonly Conversion[] =
    isScalar && type.kind === 'list' && fits(type.element)
      ? [{ sql: (column) => `${column}[-1]`, does: 'takes its last element' }]
      : []
  const keeps = csv && type.sql === 'DOUBLE' ? [asText(from)] : []
  return [...keeps, ...conversions(type), ...ofField(type, fits, conversions), ...last]
}

/** Integers of more digits than a double has, for which a column of text is guessed to be one. */
const asText = (from: string): Conversion => ({
  option: `types = {${quoteText(from)}: 'VARCHAR'}`,
  does: 'keeps its digits',
  sql: (column) => column,
  sign: (column) => `abs(${column}) > 9007199254740992`,
  loses: (column) => `${column} <> trunc(${column})`,
})

/** What one scan counts of a conversion. */
interface Counted {
  readonly conversion: Conversion
  readonly lost: number
  readonly dropped: number
  readonly example: string
  readonly signs: number
}

/** The first that is meant and loses no value, as a message has it. */
async function fittingConversion(
  database: Database,
  table: string,
  column: string,
  conversions: readonly Conversion[],
): Promise<string | undefined> {
  const found = await countedAtOnce(database, table, column, conversions)
  const fitting = found.find(({ lost, signs }) => lost === 0 && signs > 0)
  if (fitting === undefined) return undefined
  const { conversion, dropped, example } = fitting
  const does = conversion.does ?? 'converts it'
  const missing = dropped === 0 ? '' : `, with ${counted(dropped, 'row')} as missing, such as '${example}'`
  return conversion.option === undefined
    ? inQuery(conversion.sql(column), does + missing)
    : inReadCsv(conversion.option, does)
}

/** One scan for all; where DuckDB refuses it, one for each, less those that it refuses. */
async function countedAtOnce(
  database: Database,
  table: string,
  column: string,
  conversions: readonly Conversion[],
): Promise<readonly Counted[]> {
  if (conversions.length === 0) return []
  const counts = conversions.flatMap(({ sql, loses, drops, sign }) => {
    const lost = loses === undefined ? 'FALSE' : `coalesce(${loses(column)}, FALSE)`
    const dropped = drops === undefined ? 'FALSE' : `coalesce(${drops(column)}, FALSE)`
    const meant = sign === undefined ? 'TRUE' : `coalesce(${sign(column)}, FALSE)`
    return [
      `count(*) FILTER (WHERE ${column} IS NOT NULL AND ${lost})`,
      `count(*) FILTER (WHERE ${column} IS NOT NULL AND ${dropped})`,
      `min(CAST(${column} AS VARCHAR)) FILTER (WHERE ${column} IS NOT NULL AND ${dropped})`,
      `count(*) FILTER (WHERE ${meant})`,
      // Bound, so that a conversion that DuckDB does not know is refused here, and not run.
      `count(CASE WHEN FALSE THEN ${sql(column)} END)`,
    ]
  })
  try {
    const [cells = []] = await database.rows(`SELECT ${counts.join(', ')} FROM ${table} AS source`)
    return conversions.map((conversion, i) => {
      const [lost, dropped, example, signs] = cells.slice(5 * i)
      return {
        conversion,
        lost: Number(lost),
        dropped: Number(dropped),
        example: `${example ?? ''}`,
        signs: Number(signs),
      }
    })
  } catch (error) {
    if (!isDuckdbError(error)) throw error
    if (conversions.length === 1) return []
    const each: Counted[] = []
    for (const conversion of conversions) each.push(...(await countedAtOnce(database, table, column, [conversion])))
    return each
  }
}
