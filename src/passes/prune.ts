import { compareText } from '../diagnostics/text-order.ts'
import type { Algebra } from '../graph/algebra.ts'
import type { GraphOutput, Op } from '../graph/graph.ts'
import type { Port } from '../graph/ports.ts'
import { opsByResult } from '../graph/results.ts'
import type { SurfaceSet } from '../graph/surfaces.ts'
import { levelRows, type Rows } from '../graph/types.ts'
import type { Pass } from './pass.ts'
import { rewrite } from './rewrite.ts'

/**
 * The graph of some surfaces alone: their rows flow, nothing else's. Every (level, S) becomes (level, S within the surfaces);
 * a restrict to all that is left is the value itself, a join keeps the parts that are left, and what no kept output
 * needs is gone. Logits of other surfaces are no outputs any more. Ops keep their names: the list of ops is the whole graph's, cut
 * to what the surfaces reach, row ops apart, and each value is equal bit for bit. Its order is canonical anew: where a join or
 * restrict has gone, an op waits for less, and no order may depend on parts that other surfaces own.
 */
export const prune = (surfaces: SurfaceSet): Pass => ({
  name: 'prune',
  requires: [],
  ensures: surfaces.size === 1 ? ['one-surface'] : [],
  run: (graph) => {
    const outputs = graph.outputs.filter((output) => output.kind !== 'logit' || surfaces.has(output.surface))
    const ops = reachedFrom(
      outputs,
      graph.ops.map((op) => narrowed(op, surfaces)),
    )
    return rewrite({ ...graph, outputs, ops }, sameValue, { surfaces: graph.surfaces.intersect(surfaces) })
  },
})

/** A restrict or join that no longer changes anything is its operand. */
function sameValue(op: Op, g: Algebra): string | undefined {
  const operand = op.inputs[0]
  if (operand === undefined || op.inputs.length > 1) return undefined
  const { rows } = g.typeOf(operand)
  if (rows.kind !== 'level') return undefined
  if (op.kind === 'restrict') return rows.surfaces.equals(op.attributes.surfaces) ? operand : undefined
  return op.kind === 'join' ? operand : undefined
}

/** The op as it is where only these surfaces' rows flow. Kept parts of a join stay sorted by key. */
function narrowed(op: Op, surfaces: SurfaceSet): Op {
  const type = { ...op.type, rows: narrowedRows(op.type.rows, surfaces) }
  switch (op.kind) {
    case 'input':
      return { ...op, type, attributes: { port: narrowedPort(op.attributes.port, surfaces) } }
    case 'restrict':
      return { ...op, type, attributes: { surfaces: op.attributes.surfaces.intersect(surfaces) } }
    case 'join': {
      const kept = op.attributes.parts
        .map((part, i) => ({ part: part.intersect(surfaces), input: op.inputs[i]! }))
        .filter(({ part }) => !part.isEmpty)
        .sort((a, b) => compareText(a.part.key, b.part.key))
      return {
        ...op,
        type,
        inputs: kept.map(({ input }) => input),
        attributes: { ...op.attributes, parts: kept.map(({ part }) => part) },
      }
    }
    default:
      return { ...op, type }
  }
}

const narrowedRows = (rows: Rows, surfaces: SurfaceSet): Rows =>
  rows.kind === 'level' ? levelRows(rows.level, rows.surfaces.intersect(surfaces)) : rows

const narrowedPort = (port: Port, surfaces: SurfaceSet): Port =>
  'surfaces' in port ? { ...port, surfaces: port.surfaces.intersect(surfaces) } : port

/** What the outputs need. A sum over rows that are all gone is zeros, and needs nothing. */
function reachedFrom(outputs: readonly GraphOutput[], ops: readonly Op[]): readonly Op[] {
  const owners = opsByResult(ops)
  const reached = new Map<string, Op>()
  const pending = outputs.map(({ value }) => value)
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const op = owners.get(id)
    if (!op || reached.has(op.id)) continue
    const now = op.inputs.some((input) => isEmpty(owners.get(input)!)) ? zeros(op) : op
    reached.set(op.id, now)
    pending.push(...now.inputs)
  }
  return ops.flatMap((op) => reached.get(op.id) ?? [])
}

const isEmpty = ({ type: { rows } }: Op): boolean => rows.kind === 'level' && rows.surfaces.isEmpty

const zeros = ({ id, type }: Op): Op => ({ id, type, kind: 'constant', inputs: [], attributes: { data: [0] } })
