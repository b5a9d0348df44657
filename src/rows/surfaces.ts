import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'
import { inQuery } from '../diagnostics/wording.ts'
import type { ColumnType } from '../features/sql/column-type.ts'
import { quoteName, quoteText } from '../features/sql/quote.ts'
import type { SurfaceSet } from '../graph/surfaces.ts'
import type { Dataset, SurfaceValue } from '../model/dataset.ts'
import type { Origins } from '../model/origins.ts'
import { absentColumn } from './absent-column.ts'
import type { Source } from './source.ts'

/** How a row's surface and view are read: `sql` gives the position in `cases`, or -1 where the value is mapped to none. */
export interface SurfaceCases {
  readonly sql: string
  readonly cases: readonly { readonly surface: string; readonly view: string }[]
}

/** Throws CTR4010 and CTR4011 where the surface column is not there, or cannot hold the mapped values. */
export function surfaceCases({ surface }: Dataset, { origin, origins, columns }: Source): SurfaceCases {
  if (surface.kind === 'constant') return { sql: '0', cases: [{ surface: surface.surface, view: surface.view }] }
  const type = columns.get(surface.column)
  if (type === undefined) {
    const { column } = surface
    const at = { column, reader: 'the surface', what: origin.what, ...absentColumn(column, columns) }
    throw new DiagnosticError([diagnostic('CTR4010', origins.get(surface), at)])
  }
  const whens = surface.values.map((value, k) => `WHEN ${literal(value, surface.column, type, origins)} THEN ${k}`)
  const sql = whens.length === 0 ? '-1' : `(CASE ${quoteName(surface.column)} ${whens.join(' ')} ELSE -1 END)`
  return { sql, cases: surface.values.map(({ surface: name, view }) => ({ surface: name, view })) }
}

function literal(mapped: SurfaceValue, column: string, type: ColumnType, origins: Origins): string {
  const { value } = mapped
  if (type.kind === 'string') return quoteText(`${value}`)
  if (type.kind === 'integer' && typeof value === 'number') return `${value}`
  const cast = `cast(${quoteName(column)} as ${typeof value === 'number' ? 'BIGINT' : 'VARCHAR'})`
  const converts = typeof value === 'string' ? type.kind !== 'list' : type.kind === 'float' || type.kind === 'boolean'
  const remedy = converts ? inQuery(cast, 'converts it') : undefined
  const at = { column, reader: `the surface value ${JSON.stringify(value)}`, found: type.sql, remedy }
  const expected = typeof value === 'number' ? 'an integer or a string' : 'a string'
  throw new DiagnosticError([diagnostic('CTR4011', origins.get(mapped), { ...at, expected })])
}

/** SQL for "this row is of one of these surfaces", where `caseColumn` holds its case. */
export function caseIn(cases: SurfaceCases, surfaces: SurfaceSet, caseColumn: string): string {
  const positions = cases.cases.flatMap(({ surface }, k) => (surfaces.has(surface) ? [k] : []))
  return positions.length === 0 ? 'FALSE' : `${caseColumn} IN (${positions.join(', ')})`
}

/** SQL for a number that rows of one surface share, regardless of their view. */
export function surfaceNumber({ cases }: SurfaceCases, caseColumn: string): string {
  const names = [...new Set(cases.map(({ surface }) => surface))].sort()
  const whens = cases.map(({ surface }, k) => `WHEN ${k} THEN ${names.indexOf(surface)}`)
  return whens.length === 0 ? '-1' : `(CASE ${caseColumn} ${whens.join(' ')} ELSE -1 END)`
}
