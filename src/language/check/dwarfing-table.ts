import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { definitionOf } from '../../features/kinds.ts'
import { tableHeight } from '../../graph/graph.ts'
import type { Walk } from '../interpret/model.ts'
import type { Model, SourceProgram } from '../program.ts'
import { featuresNamed, wordsOfModel } from './rules/names-used.ts'

/** 1 GB as 32-bit floats: a smaller table costs nobody much. */
const fewest = 250_000_000

/** Of a hundred numbers of the model. */
const share = 99

/** A table that has nearly all numbers of the model (CTR2104): a zero too many in its rows is seen nowhere else before training. */
export function dwarfingTables(program: SourceProgram, model: Model, { numbers }: Walk): readonly Diagnostic[] {
  const used = featuresNamed(program, wordsOfModel(program, model))
  const lookups = [...program.features.values()].flatMap(({ name, type }) =>
    used.has(name) ? (definitionOf(type).lookup?.table ?? []) : [],
  )
  const tables = [...new Set(lookups)].flatMap((name) => program.tables.get(name) ?? [])
  const sizes = tables.map((table) => ({ table, size: tableHeight(table) * table.dim }))
  const all = sizes.reduce((sum, { size }) => sum + size, numbers)
  return sizes.flatMap(({ table: { name, span }, size }) =>
    size < fewest || 100 * size < share * all
      ? []
      : [diagnostic('CTR2104', span, { table: name, size, others: all - size, model: model.name })],
  )
}
