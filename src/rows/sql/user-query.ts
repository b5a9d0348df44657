import { nearest } from '../../diagnostics/nearest.ts'
import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import type { Origin } from '../failures.ts'
import { parametersAreValues } from './parameters-are-values.ts'
import { type Parsed, type ParsedSelect, tableFunctions } from './parsed.ts'
import { type Piece, statementCount } from './pieces.ts'
import type { FilledQuery } from './query.ts'
import { tableFunctionsAllowed } from './table-functions.ts'

/** Parses without running anything. */
export type Parse = (sql: string) => Promise<Parsed>

/**
 * Refuses a dataset's query that is not one SELECT which reads: CTR4001 what does not parse, CTR4005 another statement or several,
 * CTR4008 where a value would be more than a value, CTR4014 a function that does more than read.
 */
export async function checkQuery(parse: Parse, query: FilledQuery, dataset: string, origin: Origin): Promise<void> {
  const { what, span } = origin
  const notOne = (found: string) => new DiagnosticError([diagnostic('CTR4005', span, { dataset, found })])
  const unreadable = (reason: string) => new DiagnosticError([diagnostic('CTR4001', span, { what, reason })])
  if (query.pieces.length === 0) throw notOne('empty')
  if (query.sql.includes('\0')) throw unreadable('it holds a NUL character')
  const parsed = await parse(query.sql)
  await checkValues(parse, query, parsed, span)
  if (parsed.kind === 'error') throw unreadable(`${parsed.reason}${inLine(query.sql, parsed.position)}`)
  const statement = onlyStatement(parsed)
  if (statement === undefined || statementCount(query.pieces) > 1) throw notOne(statementsIn(query.pieces))
  if (statement.hasParameters)
    throw unreadable('it has a parameter of SQL (? or $1), which has no value; a parameter is written {name}')
  refuseFunctions(statement, what, span)
}

/** Where in a query of several lines. */
function inLine(sql: string, position: number | undefined): string {
  if (position === undefined || !sql.includes('\n')) return ''
  const before = new TextDecoder().decode(new TextEncoder().encode(sql).subarray(0, position))
  return `, in line ${before.split('\n').length} of the query`
}

const onlyStatement = (parsed: Parsed): ParsedSelect | undefined =>
  parsed.kind === 'selects' && parsed.statements.length === 1 ? parsed.statements[0] : undefined

/** The lexer here may differ from DuckDB's: then the values make another query of this one than the markers do. */
async function checkValues(
  parse: Parse,
  { sql, marked, markers }: FilledQuery,
  parsed: Parsed,
  span: Origin['span'],
): Promise<void> {
  if (sql === marked) return
  const [filled, shape] = [onlyStatement(parsed), onlyStatement(await parse(marked))]
  if (filled === undefined && shape === undefined) return
  if (filled !== undefined && shape !== undefined && parametersAreValues(filled.node, shape.node, markers)) return
  const name = [...markers].find(([marker]) => marked.includes(marker))?.[1].name ?? ''
  throw new DiagnosticError([
    diagnostic('CTR4008', span, { name, place: 'a string that DuckDB reads as another kind' }),
  ])
}

/** Throws CTR4014 for a function that is read from and not allowed. */
export function refuseFunctions({ node }: ParsedSelect, what: string, span: Origin['span']): void {
  const problems = tableFunctions(node)
    .filter((name) => !tableFunctionsAllowed.has(name.toLowerCase()))
    .map((name) => diagnostic('CTR4014', span, { what, name, near: nearest(name, tableFunctionsAllowed) }))
  if (problems.length > 0) throw new DiagnosticError(problems)
}

/** What a text is that is no single SELECT. */
function statementsIn(pieces: readonly Piece[]): string {
  const count = statementCount(pieces)
  if (count > 1) return `${count} statements`
  const words = pieces.filter(({ kind }) => kind === 'word').map(({ text }) => text.toLowerCase())
  const isQuery = ['select', 'from', 'with', 'pivot', 'pivot_wider'].includes(words[0] ?? '')
  if (isQuery && words.some((word) => word === 'pivot' || word === 'pivot_wider'))
    return 'a PIVOT without IN, which DuckDB runs as several; list its values: PIVOT rows ON column IN (1, 2)'
  return 'another statement'
}
