import type { Algebra } from '../graph/algebra.ts'
import { evaluateOp } from '../graph/evaluate-graph.ts'
import type { Op, OpOf } from '../graph/graph.ts'
import { changesRows } from '../graph/op-traits.ts'
import type { ReferenceTensor, RowEnvironment } from '../graph/reference.ts'
import { sizeOf } from '../graph/types.ts'
import type { Pass } from './pass.ts'
import { rewriteRows } from './row-free.ts'

/** Larger results than this are left to the runtime: an artifact does not grow by what it can compute. */
const largestFolded = 4096

/**
 * Computes what depends on constants alone, in doubles, rounded to float32 once; what one surface alone repeats for its rows (`else
 * zeros` or `else learned` there) is no longer repeated, so that it needs no level; and drops arithmetic that changes nothing: x + 0, x - 0, x * 1, x / 1.
 * x * 0 stays: it is NaN where x is. Scores: within 1e-5 on the logit, since a runtime would round between the ops.
 */
export const foldConstants: Pass = {
  name: 'fold-constants',
  requires: [],
  ensures: [],
  run: (graph) => {
    const constants = new Map<string, OpOf<'constant'>>()
    return rewriteRows(graph, (op, g) => {
      if (op.kind === 'constant') {
        constants.set(op.id, op)
        return undefined
      }
      const identity = unchanged(op, g, constants)
      if (identity !== undefined) return identity
      if (isRepeated(op, g)) return op.inputs[0]
      const operands = op.inputs.map((input) => constants.get(input))
      const known = operands.flatMap((operand) => operand ?? [])
      if (op.inputs.length === 0 || op.others !== undefined || known.length < op.inputs.length || changesRows(op.kind))
        return undefined
      return folded(op, known, g, constants)
    })
  },
}

/** A row-free value once for each row: the rows come by themselves where they count. */
const isRepeated = (op: Op, g: Algebra): boolean =>
  op.kind === 'join' && op.inputs.length === 1 && g.typeOf(op.inputs[0]!).rows.kind === 'none'

function folded(
  op: Op,
  operands: readonly OpOf<'constant'>[],
  g: Algebra,
  constants: Map<string, OpOf<'constant'>>,
): string | undefined {
  const inputs = operands.map(valueOfConstant)
  const shaped = { ...op, type: { ...op.type, rows: { kind: 'none' } } } as const satisfies Op
  if (sizeOf(op.type.shape) > largestFolded) return undefined
  const { data } = evaluateOp(shaped, inputs, noBatch)
  const round = op.type.dtype === 'float32' ? Math.fround : (value: number) => value
  const rounded = Array.from(data, round)
  const same = rounded.every((value) => Object.is(value, rounded[0]))
  const type = { ...op.type, rows: { kind: 'none' } } as const
  const attributes = { data: same && rounded.length > 0 ? [rounded[0]!] : rounded }
  const id = g.builder.add('constant', [], attributes, type)
  constants.set(id, { id, kind: 'constant', inputs: [], attributes, type })
  return id
}

const valueOfConstant = ({ type, attributes: { data } }: OpOf<'constant'>): ReferenceTensor => ({
  type,
  rows: 1,
  data: data.length === 1 ? new Float64Array(sizeOf(type.shape)).fill(data[0]!) : Float64Array.from(data),
})

/** The operand that `op` gives back as it is. */
function unchanged(op: Op, g: Algebra, constants: ReadonlyMap<string, OpOf<'constant'>>): string | undefined {
  const [a, b] = op.inputs
  if (a === undefined || b === undefined) return undefined
  const fits = (kept: string, other: string, neutral: number): boolean => {
    const data = constants.get(other)?.attributes.data
    const narrower = g.shapeOf(other).length <= g.shapeOf(kept).length
    return narrower && data?.length === 1 && data[0] === neutral
  }
  switch (op.kind) {
    case 'add':
      return fits(a, b, 0) ? a : fits(b, a, 0) ? b : undefined
    case 'sub':
      return fits(a, b, 0) ? a : undefined
    case 'mul':
      return fits(a, b, 1) ? a : fits(b, a, 1) ? b : undefined
    case 'div':
      return fits(a, b, 1) ? a : undefined
    default:
      return undefined
  }
}

const noBatch: RowEnvironment = {
  count: noRowsHere,
  index: noRowsHere,
  offsets: noRowsHere,
  tableRows: noRowsHere,
}

function noRowsHere(): never {
  throw new Error('a constant has no rows')
}
