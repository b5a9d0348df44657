import type { SurfaceSet } from '../../../graph/surfaces.ts'
import { levelRows, noRows } from '../../../graph/types.ts'
import { repeat } from '../operands.ts'
import type { PortInputs } from '../port-inputs.ts'
import type { OpWriter } from '../writer.ts'
import { addRows } from './add-rows.ts'
import { type LevelRows, levelOf, type RowStrategy } from './strategy.ts'
import { joinBySlices, restrictBySlices } from './surface-slices.ts'

/** The host has grouped the rows: every level lies at its own groups, its index and offsets are inputs. */
export function hostRows(ports: PortInputs): RowStrategy {
  const dimension = (rows: LevelRows): string => `rows/${rows.level}/${rows.surfaces.key}`
  const offsets = ({ level, surfaces }: LevelRows): string => offsetsPort(ports, level, surfaces)
  const index = (from: LevelRows, to: LevelRows): string =>
    ports.value(
      { kind: 'index', from: from.level, to: to.level, surfaces: to.surfaces },
      { dtype: 'int32', shape: [], rows: levelRows(to.level, to.surfaces) },
      [dimension(to)],
    )
  const count = (rows: LevelRows, node: OpWriter): string => lastOffset(offsets(rows), rows.surfaces, node)
  return {
    inputDimension: dimension,
    outputDimension: dimension,
    arrive: (input) => input,
    spread(operand, result, node) {
      const from = levelOf(operand.type)
      const to = levelOf(result)
      if (from.level === to.level) return operand.name
      return node.result('Gather', [operand.name, index(from, to)], { axis: { int: 0 } })
    },
    collect(operand, result, node) {
      const from = levelOf(operand.type)
      const to = levelOf(result)
      if (from.level === to.level) return operand.name
      return addRows(count(to, node), result.shape, index(to, from), operand.name, node)
    },
    restrict: (operand, result, node) => restrictBySlices(operand, result, offsets, node),
    join: (operands, parts, result, node) =>
      joinBySlices(operands, parts, result, offsets, (each, rows) => repeat(each, count(rows, node), node), node),
    holdsGroupsOnce: () => true,
  }
}

export function offsetsPort(ports: PortInputs, level: string, surfaces: SurfaceSet): string {
  const shape = [surfaces.size + 1]
  return ports.value({ kind: 'offsets', level, surfaces }, { dtype: 'int32', shape, rows: noRows }, shape)
}

/** int64 [1]: the number of rows of all the surfaces. */
export const lastOffset = (offsets: string, surfaces: SurfaceSet, node: OpWriter): string =>
  node.cast(node.step('Gather', [offsets, node.graph.int64s([surfaces.size])], { axis: { int: 0 } }), 'int64')
