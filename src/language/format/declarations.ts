import type { Declaration, ImportDeclaration, LevelDeclarationNode, SourceFile } from '../syntax/ast.ts'
import { printType } from '../syntax/print.ts'
import { bracketed } from './bracketed.ts'
import { columnsOf } from './columns.ts'
import { configMap } from './config.ts'
import type { Document } from './document.ts'
import { features, featureType } from './features.ts'
import type { Layout } from './layout.ts'
import { branch, model, module, tower } from './models.ts'
import { commaSeparated, names } from './names.ts'
import { sequence } from './sequence.ts'
import { bound } from './statements.ts'
import { type TableColumns, table, tableColumns } from './tables.ts'

/** All of a file. */
export function declarations(layout: Layout, { items }: SourceFile): Document {
  const levels = columnsOf(layout.source, items, (item) =>
    item.kind === 'level' ? { kind: 'level', width: item.name.name.length } : undefined,
  )
  const settings = columnsOf(layout.source, items, (item) =>
    item.kind === 'setting' ? { kind: 'setting', width: item.name.name.length } : undefined,
  )
  const tables = tableColumns(layout, items)
  const print = (item: Declaration) =>
    declaration(layout, item, levels.get(item) ?? settings.get(item), tables.get(item))
  return sequence(layout, items, Number.POSITIVE_INFINITY, print)
}

/** `width`: the column of a level's clauses or a setting's type; `columns`: those of a table. */
function declaration(
  layout: Layout,
  node: Declaration,
  width: number | undefined,
  columns: TableColumns | undefined,
): Document {
  switch (node.kind) {
    case 'import':
      return importOf(layout, node)
    case 'setting':
      return [`setting ${node.name.name.padEnd(width ?? 0)} : ${printType(node.type)}`, bound(layout, node.value)]
    case 'surface':
      return [`surface ${node.name.name}`, node.config === undefined ? '' : [' ', configMap(layout, node.config)]]
    case 'level':
      return levelOf(node, width)
    case 'features':
      return features(layout, node)
    case 'table':
      return table(layout, node, columns)
    case 'module':
      return module(layout, node)
    case 'model':
      return model(layout, node)
    case 'branch':
      return branch(layout, node)
    case 'tower':
      return tower(layout, node)
    case 'dataset':
      return [`dataset ${node.name.name} `, configMap(layout, node.config)]
    case 'train':
    case 'serve':
      return [`${node.kind} ${node.model.name} `, configMap(layout, node.config)]
  }
}

/** `import { a, b } from "./f.ctr"`: the names in their own order. */
function importOf(layout: Layout, { names: imported, path, span }: ImportDeclaration): Document {
  const { source } = layout
  const written = source.written(path.span)
  if (imported === undefined) return `import ${written}`
  const elements = imported.map(({ name, span: { start } }) => ({ start, print: () => name }))
  const open = source.at(span.start) + 1
  return ['import ', bracketed(layout, elements, { open, spaced: true }), ` from ${written}`]
}

/** `level request by request_id: string within user` */
function levelOf({ name, by, within }: LevelDeclarationNode, column = 0): Document {
  const keys = by.map(({ name: key, type }) => (type === undefined ? key.name : `${key.name}: ${featureType(type)}`))
  const hasClauses = keys.length > 0 || within.length > 0
  return [
    `level ${hasClauses ? name.name.padEnd(column) : name.name}`,
    keys.length === 0 ? '' : [' by ', commaSeparated(keys)],
    within.length === 0 ? '' : [' within ', names(within)],
  ]
}
