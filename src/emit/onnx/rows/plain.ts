import { typesOf } from '../../../graph/results.ts'
import type { SurfaceSet } from '../../../graph/surfaces.ts'
import { repeat } from '../operands.ts'
import type { OpWriter } from '../writer.ts'
import { batchCount } from './batch-count.ts'
import { lastOffset, offsetsInput, offsetsRead } from './offsets.ts'
import { type LevelRows, levelOf, type RowContext, type RowStrategy } from './strategy.ts'
import { joinBySlices, restrictBySlices } from './surface-slices.ts'

/**
 * Every level is lowered to the row level: nothing is computed once for several rows. The graph of one surface needs no
 * row ports; one of several surfaces takes the rows' offsets, and each input the rows of its own surfaces.
 */
export function plainRows({ graph, ports }: RowContext): RowStrategy {
  const { levels, surfaces, ops } = graph
  const isAlone = surfaces.size <= 1
  const dimension = (of: SurfaceSet): string => (of.equals(surfaces) ? 'batch' : `batch/${of.key}`)
  const rowOffsets = ({ surfaces: of }: LevelRows) => offsetsInput({ level: levels.row, surfaces: of })
  const offsets = (rows: LevelRows): string => ports.read(rowOffsets(rows))
  const countAlone = batchCount(graph, [])
  const count = (rows: LevelRows, node: OpWriter): string =>
    isAlone ? countAlone(node) : lastOffset(offsets(rows), rows.surfaces, node)
  const types = typesOf(ops)
  return {
    inputs: isAlone
      ? []
      : ops.flatMap((op) =>
          offsetsRead(
            op,
            op.inputs.map((name) => types.get(name)!),
          ).map(rowOffsets),
        ),
    inputDimension: (rows) => dimension(rows.surfaces),
    outputDimension: (rows) => dimension(rows.surfaces),
    arrive: (input) => input,
    spread: (operand) => operand.name,
    collect(operand, result, node) {
      if (levelOf(operand.type).level === levelOf(result).level) return operand.name
      throw new Error(`'${node.path}' sums over the rows of a group, but plain rows know no groups`)
    },
    restrict: (operand, result, node) => restrictBySlices(operand, result, offsets, node),
    join: (operands, parts, result, node) =>
      joinBySlices(operands, parts, result, offsets, (each, rows) => repeat(each, count(rows, node), node), node),
    holdsGroupsOnce: (rows) => rows.level === levels.row,
  }
}
