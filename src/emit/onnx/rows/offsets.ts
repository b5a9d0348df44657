import type { Op } from '../../../graph/graph.ts'
import type { SurfaceSet } from '../../../graph/surfaces.ts'
import { noRows, type ValueType } from '../../../graph/types.ts'
import { type ArtifactInput, portInput } from '../port-inputs.ts'
import type { OpWriter } from '../writer.ts'
import { type LevelRows, levelOf } from './strategy.ts'
import { piecesOf } from './surface-slices.ts'

/** Where each surface's rows begin, and where the last one's end: int32 [surfaces + 1]. */
export function offsetsInput({ level, surfaces }: LevelRows): ArtifactInput {
  const shape = [surfaces.size + 1]
  return portInput({ kind: 'offsets', level, surfaces }, { dtype: 'int32', shape, rows: noRows }, shape)
}

/** int64 [1]: the number of rows of all the surfaces. */
export const lastOffset = (offsets: string, surfaces: SurfaceSet, node: OpWriter): string =>
  node.cast(node.step('Gather', [offsets, node.graph.int64s([surfaces.size])], { axis: { int: 0 } }), 'int64')

/** The rows whose offsets `restrictBySlices` and `joinBySlices` read, and of which a join counts those of its row-free operands. */
export function offsetsRead(op: Op, operands: readonly ValueType[]): readonly LevelRows[] {
  switch (op.kind) {
    case 'restrict': {
      const from = levelOf(operands[0]!)
      return from.surfaces.equals(levelOf(op.type).surfaces) ? [] : [from]
    }
    case 'join': {
      const { level, surfaces } = levelOf(op.type)
      const { parts } = op.attributes
      const counted = parts.filter((_, i) => operands[i]?.rows.kind === 'none')
      const sliced = piecesOf(parts, surfaces).flatMap(({ part, run }) => (part.equals(run) ? [] : [part]))
      return [...counted, ...sliced].map((part) => ({ level, surfaces: part }))
    }
    default:
      return []
  }
}
