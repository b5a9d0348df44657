import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import { quoteText } from '../../features/sql/quote.ts'
import type { Dataset } from '../../model/dataset.ts'
import type { Origins } from '../../model/origins.ts'

/** Strings, quoted names and comments are one piece each, so that a `{name}` is seen for what it lies in. */
const pieces = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\{[A-Za-z_]\w*\}|[^'"{/-]+|[\s\S]/g
const parameter = /\{([A-Za-z_]\w*)\}/g

/**
 * The dataset's query with the values of its `{parameters}`: in a string the value's text, elsewhere a string literal.
 * A value cannot leave its string. Throws CTR4004 for those that have no value.
 */
export function queryWithParameters(dataset: Dataset, params: ReadonlyMap<string, string>, origins: Origins): string {
  const problems: Diagnostic[] = []
  const given = (name: string): string => {
    const value = params.get(name)
    if (value !== undefined) return value
    problems.push(diagnostic('CTR4004', origins.get(dataset.query), { name, given: [...params.keys()].sort() }))
    return ''
  }
  const sql = (dataset.query.sql.match(pieces) ?? []).map((piece) => {
    if (piece.startsWith('--') || piece.startsWith('/*')) return piece
    if (piece.startsWith("'")) return piece.replace(parameter, (_, name: string) => given(name).replaceAll("'", "''"))
    if (piece.startsWith('"')) return piece.replace(parameter, (_, name: string) => given(name).replaceAll('"', '""'))
    return piece.replace(/^\{(\w+)\}$/, (_, name: string) => quoteText(given(name)))
  })
  if (problems.length > 0) throw new DiagnosticError(problems)
  return sql.join('').replace(/[\s;]+$/, '')
}

/** Whether a text holds nothing but white space and comments. */
export const isBlank = (sql: string): boolean =>
  (sql.match(pieces) ?? []).every((piece) => piece.startsWith('--') || piece.startsWith('/*') || piece.trim() === '')

/** A query as a table: the line break ends a comment that its last line may hold. */
export const asTable = (sql: string): string => `(${sql}\n)`
