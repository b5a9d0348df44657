import type { Graph } from '../graph/graph.ts'
import type { FloatTensor } from '../graph/tensor.ts'
import type { ComparedModels } from './compared-models.ts'
import { computes } from './first-difference.ts'
import type { RawRows } from './serving-feeds.ts'

/** A weight with a value that is NaN or infinite. */
export interface BrokenWeight {
  readonly name: string
  /** Of the first such value. */
  readonly position: readonly number[]
  readonly value: number
  /** How many there are. */
  readonly count: number
  /** The first op that reads it, and so gives no number. */
  readonly op: string | undefined
}

/** The weights of a graph that are not finite, in order of name. */
export function brokenWeights(graph: Graph, weights: ReadonlyMap<string, FloatTensor>): readonly BrokenWeight[] {
  return [...weights].flatMap(([name, { data, dims }]): readonly BrokenWeight[] => {
    const first = data.findIndex((value) => !Number.isFinite(value))
    if (first < 0) return []
    const count = data.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0)
    const op = graph.ops.find(({ inputs }) => inputs.includes(name))?.id
    return [{ name, position: positionOf(first, dims), value: data[first]!, count, op }]
  })
}

/** Of a value in a row-major array, its index in each dimension. */
function positionOf(index: number, dims: readonly number[]): readonly number[] {
  const position: number[] = []
  let left = index
  for (const size of [...dims].reverse()) {
    position.unshift(left % size)
    left = Math.floor(left / size)
  }
  return position
}

/**
 * The first op of the pruned graph, in its order, that gives a NaN in every row, where no row has a score. Undefined where none does: each
 * row has another reason.
 */
export async function firstNotANumber({ graphs, open }: ComparedModels, rows: RawRows): Promise<string | undefined> {
  const count = rows.rows.length
  const nodes = graphs.pruned.ops.filter((op) => op.type.dtype === 'float32' && computes(op)).map(({ id }) => id)
  if (count === 0 || nodes.length === 0) return undefined
  const model = await open('pruned', nodes)
  try {
    const values = await model.score(rows, nodes)
    return nodes.find((node) => {
      const found = values.get(node)
      return found?.dtype === 'float32' && isNaNInEveryRow(found, count)
    })
  } finally {
    await model.close()
  }
}

/** All values of an opened graph are per row. */
function isNaNInEveryRow({ data }: FloatTensor, rows: number): boolean {
  const width = data.length / rows
  if (!Number.isInteger(width) || width === 0) return false
  for (let row = 0; row < rows; row++)
    if (!data.subarray(row * width, (row + 1) * width).some(Number.isNaN)) return false
  return true
}
