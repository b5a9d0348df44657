import type { Graph, Op } from './graph.ts'
import { isElementwise } from './op-traits.ts'
import { isListPort } from './ports.ts'
import type { Shape } from './types.ts'

/**
 * Lists that a graph of raw features combines step by step, in sets of two or more, sorted: the i-th step of one meets the i-th of another in
 * an elementwise op, in a concat beside it, or as factors of one sum. Each has as many steps in the graph; that a row has as many elements
 * of each is the caller's to keep. A record stands for its fields, which have one length. Lists that meet only when their steps have been summed, or in all pairs, are in no set.
 */
export function parallelLists(graph: Graph): readonly (readonly string[])[] {
  const together = new Together()
  const axes = new Map<string, Axes>()
  const shapes = new Map<string, Shape>()
  for (const op of graph.ops) {
    shapes.set(op.id, op.type.shape)
    axes.set(
      op.id,
      axesOf(
        op,
        op.inputs.map((id) => ({ axes: axes.get(id) ?? [], shape: shapes.get(id) ?? [] })),
        together,
      ),
    )
  }
  return together.sets()
}

/** For each dimension of a row's value: the list whose steps lie along it. What a reshape, a slice or a sum has mixed lies along none. */
type Axes = readonly (string | undefined)[]

interface Operand {
  readonly axes: Axes
  readonly shape: Shape
}

function axesOf(op: Op, operands: readonly Operand[], together: Together): Axes {
  const [x, y] = operands
  const { shape } = op.type
  switch (op.kind) {
    case 'input': {
      const { port } = op.attributes
      if (port.kind !== 'feature') return []
      // A length is carried to the mask that is made of it. All fields of a record have its length.
      if (port.part === 'length') return [port.feature]
      return isListPort(port, op.type) ? [port.record ?? port.feature] : []
    }
    case 'sequence_mask':
      return x!.axes
    case 'lookup':
      return y?.axes ?? []
    case 'concat':
      return together.joined(operands.map(({ axes }) => without(axes, op.attributes.axis)))
    case 'slice':
      return without(x!.axes, op.attributes.axis)
    case 'transpose':
      return op.attributes.permutation.map((axis) => x!.axes[axis])
    case 'reshape':
      return reshaped(x!, shape)
    case 'sum':
    case 'mean':
      return x!.axes.filter((_, axis) => !op.attributes.axes.includes(axis))
    case 'max':
      return x!.axes.filter((_, axis) => axis !== op.attributes.axis)
    case 'matmul':
      return product(x!, y!, together)
    case 'join':
      // Parts are of different rows: none meets another.
      return x!.axes.map((_, axis) => operands.map(({ axes }) => axes[axis]).find((each) => each !== undefined))
    case 'restrict':
    case 'spread':
      return x!.axes
    case 'softmax':
    case 'table_row':
    case 'is_missing':
    case 'number':
      return x!.axes.slice(0, shape.length)
    case 'raw_number':
    case 'bucket':
    case 'clamp':
    case 'time_cycle':
      return x!.axes
    case 'seconds_between':
    case 'mix_ids':
    case 'where':
    case 'dropout':
    case 'broadcast':
      return elementwise(operands, shape, together)
    default:
      return isElementwise(op.kind) ? elementwise(operands, shape, together) : []
  }
}

const without = (axes: Axes, axis: number): Axes => axes.map((each, i) => (i === axis ? undefined : each))

/** Shapes broadcast from their last dimension on. */
const elementwise = (operands: readonly Operand[], shape: Shape, together: Together): Axes =>
  together.joined(operands.map(({ axes, shape: own }) => [...Array<undefined>(shape.length - own.length), ...axes]))

/** [..., m, k] @ [..., k, n]: along k both are summed, pair by pair. */
function product(x: Operand, y: Operand, together: Together): Axes {
  const [rank, right] = [x.shape.length, y.shape.length]
  together.joined([[x.axes[rank - 1]], [y.axes[right - 2]]])
  // Of the left, more dimensions than the right has before its last two meet nothing.
  const batch = together.joined([x.axes, y.axes.slice(0, right - 2)])
  return [...pad(batch, rank - 2), ...(rank > 1 ? [x.axes[rank - 2]] : []), y.axes[right - 1]]
}

const pad = (axes: Axes, length: number): Axes => Array.from({ length: Math.max(0, length) }, (_, i) => axes[i])

/** Dimensions that stay at the front or at the end are the same. */
function reshaped({ axes, shape: from }: Operand, to: Shape): Axes {
  let front = 0
  while (front < Math.min(from.length, to.length) && from[front] === to[front]) front++
  let back = 0
  while (back < Math.min(from.length, to.length) - front && from.at(-1 - back) === to.at(-1 - back)) back++
  return to.map((_, axis) => {
    if (axis < front) return axes[axis]
    const behind = to.length - axis
    return behind <= back ? axes[from.length - behind] : undefined
  })
}

/** Sets of lists that grow together where two of them meet. */
class Together {
  private readonly above = new Map<string, string>()

  /** The dimensions of operands that meet. */
  joined(operands: readonly Axes[]): Axes {
    const rank = Math.max(0, ...operands.map((axes) => axes.length))
    return Array.from({ length: rank }, (_, axis) => {
      const [first, ...others] = operands.flatMap((axes) => axes[axis] ?? [])
      for (const other of others) this.unite(first!, other)
      return first
    })
  }

  sets(): readonly (readonly string[])[] {
    const sets = new Map<string, string[]>()
    for (const list of [...this.above.keys()].sort()) {
      const top = this.topOf(list)
      sets.set(top, [...(sets.get(top) ?? []), list])
    }
    return [...sets.values()].filter(({ length }) => length > 1)
  }

  private unite(a: string, b: string): void {
    const [top, other] = [this.topOf(a), this.topOf(b)]
    if (top !== other) this.above.set(other, top)
  }

  private topOf(list: string): string {
    const above = this.above.get(list)
    if (above === undefined) this.above.set(list, list)
    return above === undefined || above === list ? list : this.topOf(above)
  }
}
