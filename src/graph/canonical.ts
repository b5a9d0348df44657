import { byName, compareText } from '../diagnostics/text-order.ts'
import type { Graph, Op } from './graph.ts'
import { naturalOrder } from './natural-order.ts'
import { outputName } from './outputs.ts'
import { opsByResult, resultsOf } from './results.ts'

/**
 * The graph in its one order, without what no output reaches.
 *
 * The order is Kahn's, taking of the ready ops the one whose name is smallest in natural order. Law: for any set of ops that
 * holds all its ancestors, the order of the whole graph cut to the set is the order of the set alone (when an op of the set is
 * taken, all ready ops of the set were ready in the set alone). So the order of a surface's ops, once pruned, does not depend
 * on what other surfaces have. Declarations of parameters and tables are cut to what is reached, sorted by name.
 */
export function canonicalGraph(graph: Graph): Graph {
  const ops = canonicalOrder(reached(graph))
  const ports = new Set(ops.flatMap((op) => declared(op) ?? []))
  const stacks = (graph.stacks ?? []).filter(({ name }) => ports.has(`table ${name}`))
  for (const { tables } of stacks) for (const table of tables) ports.add(`table ${table}`)
  return {
    ...graph,
    ops,
    outputs: graph.outputs.toSorted((a, b) => compareText(outputName(a), outputName(b))),
    parameters: graph.parameters.filter(({ name }) => ports.has(`parameter ${name}`)).toSorted(byName),
    tables: graph.tables.filter(({ name }) => ports.has(`table ${name}`)).toSorted(byName),
    stacks: stacks.length > 0 ? stacks.toSorted(byName) : undefined,
  }
}

/** The parameter, table or stack of tables that an op speaks of. */
function declared(op: Op): string | undefined {
  if (op.kind === 'table_row') return `table ${op.attributes.table}`
  if (op.kind !== 'input') return undefined
  const { port } = op.attributes
  switch (port.kind) {
    case 'parameter':
      return `parameter ${port.parameter}`
    case 'table':
      return `table ${port.table}`
    case 'state':
      return `${port.of} ${port.name}`
    case 'encoded_rows':
      return `table ${port.stack.name}`
    case 'encoded':
      return port.as.kind === 'row' ? `table ${port.as.table}` : undefined
    default:
      return undefined
  }
}

/** The ops that outputs need, in their given order. */
function reached(graph: Graph): readonly Op[] {
  const owners = opsByResult(graph.ops)
  const live = new Set<string>()
  const pending = graph.outputs.map((output) => output.value)
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const op = owners.get(id)
    if (op === undefined || live.has(op.id)) continue
    live.add(op.id)
    for (const input of op.inputs) pending.push(input)
  }
  return graph.ops.filter((op) => live.has(op.id))
}

/** Topological; of the ops that are ready, the smallest name in natural order first. Throws where the ops have a cycle. */
export function canonicalOrder(ops: readonly Op[]): readonly Op[] {
  const compare = naturalOrder()
  const ranked = ops.toSorted((a, b) => compare(a.id, b.id))
  const rank = new Map<string, number>()
  for (const [position, op] of ranked.entries()) for (const { name } of resultsOf(op)) rank.set(name, position)
  const waiting = new Int32Array(ops.length)
  const users: number[][] = ranked.map(() => [])
  for (const [position, op] of ranked.entries())
    for (const source of sourcesOf(op, rank)) {
      waiting[position]!++
      users[source]!.push(position)
    }
  const ready = new SmallestFirst()
  for (let position = 0; position < ranked.length; position++) if (waiting[position] === 0) ready.push(position)
  const order: Op[] = []
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    order.push(ranked[next]!)
    for (const user of users[next]!) if (--waiting[user]! === 0) ready.push(user)
  }
  if (order.length < ops.length) throw new Error('the operations have a cycle')
  return order
}

/** The positions of the ops that an op reads, each once. */
function sourcesOf(op: Op, rank: ReadonlyMap<string, number>): ReadonlySet<number> {
  const sources = new Set<number>()
  for (const input of op.inputs) {
    const source = rank.get(input)
    if (source === undefined) throw new Error(`'${op.id}' reads '${input}', which is not there`)
    sources.add(source)
  }
  return sources
}

/** A binary heap of numbers. */
class SmallestFirst {
  private readonly heap: number[] = []
  push(value: number): void {
    const { heap } = this
    let at = heap.push(value) - 1
    while (at > 0 && heap[(at - 1) >> 1]! > value) {
      heap[at] = heap[(at - 1) >> 1]!
      at = (at - 1) >> 1
    }
    heap[at] = value
  }
  pop(): number | undefined {
    const { heap } = this
    const smallest = heap[0]
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return smallest
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++
      if (heap[child]! >= last) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
    return smallest
  }
}
