import type { Span } from '../../diagnostics/diagnostic.ts'
import { DiagnosticError, diagnostic, type Report } from '../../diagnostics/report.ts'
import { byName } from '../../diagnostics/text-order.ts'
import { type Graph, tableHeight } from '../../graph/graph.ts'
import { type Shape, sizeOf } from '../../graph/types.ts'
import type { Host } from '../../host/host.ts'
import { type Optimizers, ruleFor } from '../../optimizers/chosen.ts'
import { slotDims, type Target } from '../../optimizers/define-optimizer.ts'

/** What a model's training keeps in memory from its first step on: float32 values and their slots of the optimizer. Bytes. */
export interface Need {
  readonly bytes: number
  /** The largest first, then by name. */
  readonly tables: readonly TableNeed[]
}

export interface TableNeed {
  readonly name: string
  readonly rows: number
  readonly dim: number
  /** With its slots. */
  readonly bytes: number
}

type Values = Pick<Graph, 'tables' | 'parameters'>
type Updates = Pick<Optimizers, 'optimizer' | 'tables'>

/**
 * The least that training takes. Batches, activations and the runtime's own buffers come on top; an export takes less, as it maps its values
 * from files.
 */
export function needOf({ tables, parameters }: Values, optimizers: Updates): Need {
  const needs = tables.map((table): TableNeed => {
    const { name, dim } = table
    const rows = tableHeight(table)
    return { name, rows, dim, bytes: bytesOf('table', [rows, dim], optimizers) }
  })
  const dense = parameters.map(({ shape }) => bytesOf('parameter', shape, optimizers))
  return {
    bytes: [...needs.map(({ bytes }) => bytes), ...dense].reduce((sum, each) => sum + each, 0),
    tables: needs.sort((a, b) => b.bytes - a.bytes || byName(a, b)),
  }
}

function bytesOf(target: Target, shape: Shape, optimizers: Updates): number {
  const slots = ruleFor(optimizers, target).slots.map((slot) => sizeOf(slotDims(slot, target, shape)))
  return 4 * [sizeOf(shape), ...slots].reduce((sum, each) => sum + each, 0)
}

/** Where a model's parts are written. */
interface Places {
  readonly model: string
  readonly table: (name: string) => Span | undefined
}

/** Warns of a model whose training takes more memory than this machine has (CTR5027). */
export function reportNeed(host: Host, report: Report, need: Need, { model, table }: Places): void {
  const memory = host.memory()
  const largest = need.tables[0]
  if (need.bytes > memory) report('CTR5027', largest && table(largest.name), { model, ...need, memory })
}

/** Before anything of that size is allocated. Errors: CTR9009. */
export function refuseNeed(host: Host, need: Need, { model, table }: Places): void {
  const memory = host.memory()
  const largest = need.tables[0]
  if (need.bytes > memory)
    throw new DiagnosticError([diagnostic('CTR9009', largest && table(largest.name), { model, ...need, memory })])
}
