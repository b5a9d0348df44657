import type { Graph } from '../../../graph/graph.ts'
import { typesOf } from '../../../graph/results.ts'
import { levelRows } from '../../../graph/types.ts'
import { repeat } from '../operands.ts'
import { type ArtifactInput, portInput } from '../port-inputs.ts'
import type { OpWriter } from '../writer.ts'
import { addRows } from './add-rows.ts'
import { lastOffset, offsetsInput, offsetsRead } from './offsets.ts'
import { type LevelRows, levelOf, type RowContext, type RowStrategy } from './strategy.ts'
import { joinBySlices, restrictBySlices } from './surface-slices.ts'

/** The host has grouped the rows: every level lies at its own groups, its index and offsets are inputs. Training. */
export function hostRows({ graph, ports }: RowContext): RowStrategy {
  const offsets = (rows: LevelRows): string => ports.read(offsetsInput(rows))
  const index = (from: LevelRows, to: LevelRows): string => ports.read(indexInput(from, to))
  const count = (rows: LevelRows, node: OpWriter): string => lastOffset(offsets(rows), rows.surfaces, node)
  return {
    inputs: inputsOf(graph),
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

const dimension = (rows: LevelRows): string => `rows/${rows.level}/${rows.surfaces.key}`

/** The group of level `from` of each row of `to`. */
const indexInput = (from: LevelRows, to: LevelRows): ArtifactInput =>
  portInput(
    { kind: 'index', from: from.level, to: to.level, surfaces: to.surfaces },
    { dtype: 'int32', shape: [], rows: levelRows(to.level, to.surfaces) },
    [dimension(to)],
  )

function inputsOf({ ops }: Graph): readonly ArtifactInput[] {
  const types = typesOf(ops)
  return ops.flatMap((op) => {
    const operands = op.inputs.map((name) => types.get(name)!)
    if (op.kind !== 'spread' && op.kind !== 'collect') return offsetsRead(op, operands).map(offsetsInput)
    const [from, to] = [levelOf(operands[0]!), levelOf(op.type)]
    if (from.level === to.level) return []
    return op.kind === 'spread' ? [indexInput(from, to)] : [indexInput(to, from), offsetsInput(to)]
  })
}
