import type { Declaration, TableDeclarationNode } from '../syntax/ast.ts'
import { greedyRuns, runsOf } from './columns.ts'
import { configEntry, configMap } from './config.ts'
import type { Document } from './document.ts'
import type { Layout } from './layout.ts'
import { maximumWidth, oneLine } from './render.ts'

/** How a table stands in its run: the width of its name, and the blanks before each of its entries. */
export interface TableColumns {
  readonly name: number
  readonly blanks: readonly number[]
}

const tolerance = 12

/** Tables of one line that follow each other have their names and their entries in columns, as far as they have the same entries. */
export function tableColumns(layout: Layout, items: readonly Declaration[]): ReadonlyMap<Declaration, TableColumns> {
  const columns = new Map<Declaration, TableColumns>()
  const { source } = layout
  // Read off what is printed: a line may end within an entry as it is written. It fits beside a longer name, too.
  const isOneLine = (item: TableDeclarationNode): boolean => {
    const alone = oneLine(table(layout.ahead(), item, undefined))
    return (
      alone !== undefined &&
      alone.length + tolerance <= maximumWidth &&
      !source.hasComment(item.span.start, item.span.end)
    )
  }
  const tables = runsOf(source, items, (item) => (item.kind === 'table' && isOneLine(item) ? 'table' : undefined))
  for (const run of tables) {
    const declared = run.filter((item) => item.kind === 'table')
    for (const { items: column, width } of greedyRuns(declared, ({ name }) => name.name.length, tolerance)) {
      const blanks = entryBlanks(layout, column, width)
      for (const [index, each] of column.entries()) columns.set(each, { name: width, blanks: blanks[index] ?? [] })
    }
  }
  return columns
}

/** No blanks at all where a line would be too long with them. */
function entryBlanks(
  layout: Layout,
  tables: readonly TableDeclarationNode[],
  nameWidth: number,
): readonly (readonly number[])[] {
  const entries = tables.map(({ config }) =>
    config.entries.map((entry) => ({
      key: 'name' in entry.key ? entry.key.name : '',
      width: oneLine(configEntry(layout.ahead(), entry))?.length ?? 0,
    })),
  )
  const blanks = entries.map((): number[] => [0])
  const most = Math.max(...entries.map((each) => each.length))
  for (let index = 1; index < most; index++) {
    const sharing = entries.filter((each) => each.length > index)
    const [first] = sharing
    const alike = sharing.every(
      (each) => each[index]?.key === first?.[index]?.key && each[index - 1]?.key === first?.[index - 1]?.key,
    )
    const width = alike ? Math.max(...sharing.map((each) => each[index - 1]?.width ?? 0)) : 0
    for (const [at, each] of entries.entries()) blanks[at]?.push(Math.max(0, width - (each[index - 1]?.width ?? 0)))
  }
  const lengths = entries.map((each, at) =>
    each.reduce(
      (sum, { width }, index) => sum + width + 2 + (blanks[at]?.[index] ?? 0),
      'table  { '.length + nameWidth,
    ),
  )
  return lengths.some((length) => length > maximumWidth) ? [] : blanks
}

export function table(
  layout: Layout,
  { name, config }: TableDeclarationNode,
  columns: TableColumns | undefined,
): Document {
  return [`table ${name.name.padEnd(columns?.name ?? 0)} `, configMap(layout, config, columns?.blanks)]
}
