import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { nearest } from '../../diagnostics/nearest.ts'
import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import { quoteText } from '../../features/sql/quote.ts'
import type { Dataset } from '../../model/dataset.ts'
import type { Origins } from '../../model/origins.ts'
import { type Piece, piecesOf, withoutTail } from './pieces.ts'

const parameter = /\{([A-Za-z_]\w*)\}/g

/** A dataset's query with the values of its parameters. */
export interface FilledQuery {
  /** Without semicolons and comments at the end. */
  readonly sql: string
  /** The same with a marker for each value: what the query is whatever the values are (parameters-are-values.ts). */
  readonly marked: string
  /** The parameter behind each marker. */
  readonly markers: ReadonlyMap<string, Parameter>
  readonly pieces: readonly Piece[]
  /** Paths that values begin within a string: `'{month}.parquet'`. */
  readonly begun: readonly BegunPath[]
  /** The names of its parameters. */
  readonly reads: ReadonlySet<string>
}

export interface Parameter {
  readonly name: string
  readonly value: string
}

export interface BegunPath {
  readonly value: string
  /** The rest of the string. */
  readonly rest: string
}

const places = {
  'coded string': "a string with a letter before it, such as E'...'",
  'dollar-quoted string': 'a dollar-quoted string',
  'quoted name': 'a quoted name',
} as const

/**
 * The dataset's query with the values of its `{parameters}`: in a string the value's text, elsewhere a string. In comments they are
 * text like any. That each value has become a value, and no SQL, DuckDB's own parser then confirms (parameters-are-values.ts).
 * Throws CTR4004 for those that have no value, CTR4008 for those in a place that takes none.
 */
export function queryWithParameters(
  dataset: Dataset,
  params: ReadonlyMap<string, string>,
  origins: Origins,
): FilledQuery {
  const { sql } = dataset.query
  const span = origins.get(dataset.query)
  const problems: Diagnostic[] = []
  const pieces = withoutTail(piecesOf(sql))
  const stem = markerStem(sql, params)
  const parameters = [...params].map(([name, value], i) => ({ name, value, marker: `${stem}${i}x` }))
  const markerOf = new Map(parameters.map(({ name, marker }) => [name, marker]))
  const begun: BegunPath[] = []
  const reads = new Set<string>()

  const given = (name: string): string => {
    reads.add(name)
    const value = params.get(name)
    if (value !== undefined) return value
    problems.push(diagnostic('CTR4004', span, { name, given: [...params.keys()].sort() }))
    return ''
  }
  const filled = (textOf: (name: string) => string): string =>
    pieces
      .map(({ kind, text }) => {
        if (kind === 'string') return text.replace(parameter, (_, name: string) => inString(textOf(name)))
        // Between blanks, so that it is a string of its own whatever is beside it: `E{x}` is no escape string.
        if (kind === 'parameter') return ` ${quoteText(textOf(text.slice(1, -1)))} `
        return text
      })
      .join('')

  for (const { kind, text } of pieces) {
    if (kind === 'coded string' || kind === 'dollar-quoted string' || kind === 'quoted name')
      for (const [, name = ''] of text.matchAll(parameter))
        problems.push(diagnostic('CTR4008', span, { name, place: places[kind] }))
    const start = kind === 'string' ? /^'\{([A-Za-z_]\w*)\}(.+)'$/s.exec(text) : null
    if (start !== null)
      begun.push({
        value: params.get(start[1]!) ?? '',
        rest: start[2]!.replace(parameter, (_, name: string) => params.get(name) ?? '').replaceAll("''", "'"),
      })
  }
  const result = filled(given)
  if (problems.length > 0) throw new DiagnosticError(problems)
  return {
    sql: result,
    marked: filled((name) => markerOf.get(name) ?? ''),
    markers: new Map(parameters.map(({ marker, ...parameter }) => [marker, parameter])),
    ...{ pieces, begun, reads },
  }
}

/**
 * Parameters that the query does not read, CTR4054 each, of mistyped names for example. A value that leads to a file or folder is of use
 * without being read: the query may read there. `leads`: whether one does.
 */
export const unreadValues = (
  { reads }: FilledQuery,
  dataset: Dataset,
  given: ReadonlyMap<string, string>,
  leads: (value: string) => boolean,
  origins: Origins,
): readonly Diagnostic[] =>
  [...given]
    .filter(([name, value]) => !reads.has(name) && !leads(value))
    .map(([name]) =>
      diagnostic('CTR4054', origins.get(dataset.query), {
        ...{ name, dataset: dataset.name, reads: [...reads].sort() },
        near: nearest(name, [...reads].sort()),
      }),
    )

const inString = (value: string): string => value.replaceAll("'", "''")

/** How markers begin: with what is in neither the query nor a value. */
function markerStem(sql: string, params: ReadonlyMap<string, string>): string {
  const texts = [sql, ...params.values()].map((text) => text.toLowerCase())
  let stem = 'parameter'
  while (texts.some((text) => text.includes(stem))) stem += 'x'
  return stem
}

/** A query as a table: the line break ends a comment that its last line may hold. */
export const asTable = (sql: string): string => `(${sql}\n)`
