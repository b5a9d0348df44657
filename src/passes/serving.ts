import type { Op } from '../graph/graph.ts'
import { noRows } from '../graph/types.ts'
import type { Pass } from './pass.ts'
import { rewriteRows } from './row-free.ts'

/** What features are fixed to at serving, and how a fixed id or word finds its row. */
export interface ServedAs {
  readonly values: ReadonlyMap<string, number | string>
  readonly rowOf: (table: string, value: number | string) => number
}

/**
 * A serving graph: dropout is gone with its masks, and a feature that is `served as` a constant is that constant: it
 * is no input any more, never missing, and what depends on it alone is row-free.
 */
export const serving = ({ values, rowOf }: ServedAs): Pass => ({
  name: 'serving',
  requires: [],
  ensures: ['no-dropout'],
  run: (graph) => {
    const fixed = new Map(
      graph.ops.flatMap((op) => {
        const value = op.kind === 'input' ? servedValue(op, values) : undefined
        return value === undefined ? [] : [[op.id, value] as const]
      }),
    )
    return rewriteRows(graph, (op, g) => {
      if (op.kind === 'dropout') return op.inputs[0]
      const value = fixed.get(op.inputs[0] ?? '')
      if (value === undefined) return undefined
      switch (op.kind) {
        case 'number':
          return g.constant(Number(value), op.type.shape)
        case 'is_missing':
          return g.constant(0, op.type.shape)
        case 'view_index': {
          const position = op.attributes.views.indexOf(String(value))
          return position32(position < 0 ? op.attributes.views.length : position)
        }
        case 'table_row':
          return position32(rowOf(op.attributes.table, value))
        default:
          return undefined
      }
      function position32(position: number): string {
        return g.builder.add(
          'constant',
          [],
          { data: [position] },
          { dtype: 'int32', shape: op.type.shape, rows: noRows },
        )
      }
    })
  },
})

const servedValue = (
  { attributes: { port } }: Extract<Op, { kind: 'input' }>,
  values: ServedAs['values'],
): number | string | undefined => {
  if (port.kind === 'feature') return port.part === 'value' ? values.get(port.feature) : undefined
  return undefined
}
