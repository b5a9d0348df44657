import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { nearest } from '../diagnostics/nearest.ts'
import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'
import { type RawSpec, typeMismatch } from '../learn/data/raw-spec.ts'
import type { ColumnType } from '../learn/data/sql/column-type.ts'
import { quoteText } from '../learn/data/sql/quote.ts'
import type { Manifest, ManifestInput } from './manifest.ts'

/** How DuckDB reads and writes a file of this name: Parquet, CSV or JSON by its ending. */
export function fileFormat(path: string): 'parquet' | 'csv' | 'json' {
  if (/\.(csv|tsv)(\.gz)?$/i.test(path)) return 'csv'
  if (/\.(json|jsonl|ndjson)(\.gz)?$/i.test(path)) return 'json'
  return 'parquet'
}

export const readFunction = (path: string): string => {
  const format = fileFormat(path)
  return `${format === 'parquet' ? 'read_parquet' : format === 'csv' ? 'read_csv' : 'read_json'}(${quoteText(path)})`
}

/** A column of the file that inputs of the graph are filled from; a list fills two. */
export interface InputColumn {
  readonly spec: RawSpec
  readonly type: ColumnType
}

/** What the graph reads of the file's columns. Errors: CTR7008 for those that are not there, CTR7009 for those of another type. */
export function inputColumns(
  manifest: Manifest,
  file: string,
  columns: ReadonlyMap<string, ColumnType>,
): readonly InputColumn[] {
  const problems: Diagnostic[] = []
  const wanted: InputColumn[] = []
  for (const input of manifest.inputs.filter((each) => each.role !== 'length')) {
    const spec = specOf(input)
    const type = columns.get(input.feature)
    if (type === undefined) {
      const near = nearest(input.feature, columns.keys())
      problems.push(diagnostic('CTR7008', undefined, { column: input.feature, file, near, type: typeName(input) }))
      continue
    }
    const isVector = spec.kind === 'float' && input.shape.length === 2
    const mismatch = typeMismatch(spec, type, isVector)
    if (mismatch === undefined) wanted.push({ spec, type })
    else
      problems.push(
        diagnostic('CTR7009', undefined, { column: input.feature, file, found: type.sql, expected: mismatch.expected }),
      )
  }
  if (problems.length > 0) throw new DiagnosticError(problems)
  return wanted
}

function specOf({ feature: name, dtype, shape, element, longest }: ManifestInput): RawSpec {
  const width = shape[1]
  if (element !== undefined) return { name, kind: 'list', of: element, length: longest ?? 1 }
  if (dtype === 'float32') return { name, kind: 'float', size: typeof width === 'number' ? width : 1 }
  if (dtype === 'string') return { name, kind: 'string' }
  return { name, kind: 'int64', of: 'int' }
}

function typeName({ dtype, element, shape }: ManifestInput): string {
  if (element !== undefined) return `a list of ${element}s`
  if (dtype === 'float32') return typeof shape[1] === 'number' ? `a list of ${shape[1]} numbers` : 'a number'
  return dtype === 'string' ? 'a string' : 'an integer'
}
