import type { SurfaceSet } from '../../../graph/surfaces.ts'
import { repeat } from '../operands.ts'
import type { PortInputs } from '../port-inputs.ts'
import type { OpWriter } from '../writer.ts'
import { lastOffset, offsetsPort } from './host.ts'
import { type LevelRows, levelOf, type RowStrategy } from './strategy.ts'
import { joinBySlices, restrictBySlices } from './surface-slices.ts'

/**
 * Every level is lowered to the row level: nothing is computed once for several rows. The graph of one surface needs no
 * row ports; one of several surfaces takes the rows' offsets, and each input the rows of its own surfaces.
 */
export function plainRows(ports: PortInputs, rowLevel: string, surfaces: SurfaceSet): RowStrategy {
  const dimension = (of: SurfaceSet): string => (of.equals(surfaces) ? 'batch' : `batch/${of.key}`)
  const offsets = ({ surfaces: of }: LevelRows): string => offsetsPort(ports, rowLevel, of)
  const count = (rows: LevelRows, node: OpWriter): string =>
    surfaces.size > 1 ? lastOffset(offsets(rows), rows.surfaces, node) : batchSize(ports, dimension(surfaces), node)
  return {
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
    holdsGroupsOnce: (rows) => rows.level === rowLevel,
  }
}

/** int64 [1]: the number of rows, taken from any input that has them. */
export function batchSize(ports: PortInputs, dimension: string, node: OpWriter): string {
  const input = ports.anyWithRows(dimension)
  if (input === undefined) throw new Error(`'${node.path}' asks for the number of rows, but no input has them`)
  return node.step('Shape', [input], { start: { int: 0 }, end: { int: 1 } })
}
