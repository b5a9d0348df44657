import type { TableDeclaration } from '../graph/graph.ts'
import type { Vocabulary } from '../graph/vocabulary.ts'
import { type TableRows, tableRowsOf } from './table-rows.ts'
import { TouchedRows } from './touched-rows.ts'

/** One table as batches are encoded for it. */
export interface EncodedTable {
  readonly rows: TableRows
  readonly touched: TouchedRows
}

/** Tables by name, made when first read: a large one that no graph reads costs nothing. */
export function encodedTables(
  tables: ReadonlyMap<string, TableDeclaration>,
  vocabularies: ReadonlyMap<string, Vocabulary>,
): (name: string) => EncodedTable {
  const made = new Map<string, EncodedTable>()
  return (name) => {
    const known = made.get(name)
    if (known !== undefined) return known
    const declaration = tables.get(name)
    if (declaration === undefined) throw new Error(`there is no table '${name}'`)
    const rows = tableRowsOf(declaration, vocabularies.get(name))
    const table = { rows, touched: new TouchedRows(rows.height) }
    made.set(name, table)
    return table
  }
}
