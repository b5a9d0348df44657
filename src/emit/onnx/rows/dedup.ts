import type { LevelOrder } from '../../../graph/levels.ts'
import { repeat } from '../operands.ts'
import type { PortInputs } from '../port-inputs.ts'
import { type GraphWriter, OpWriter } from '../writer.ts'
import { type Groups, groupsByKeys, type KeyType } from './groups.ts'
import { batchSize } from './plain.ts'
import { levelOf, type RowStrategy } from './strategy.ts'

/**
 * The graph of one surface groups its rows itself: the levels named are computed once per distinct key, from the first
 * row of each group; the others per row. Keys become inputs.
 */
export function dedupRows(
  graph: GraphWriter,
  ports: PortInputs,
  levels: LevelOrder,
  deduped: readonly string[],
  keyType: (key: string) => KeyType,
): RowStrategy {
  const known = new Map<string, Groups>()
  const groups = (level: string): Groups => {
    const found = known.get(level)
    if (found) return found
    const made = groupsByKeys(
      keysOf(levels, level).map((key) => ({ value: ports.key(key, keyType(key), ['batch']), type: keyType(key) })),
      new OpWriter(graph, `level/${level}`),
    )
    known.set(level, made)
    return made
  }
  const isGrouped = (level: string): boolean => deduped.includes(level) && keysOf(levels, level).length > 0
  const gather = (value: string, index: string, node: OpWriter): string =>
    node.result('Gather', [value, index], { axis: { int: 0 } })
  return {
    inputDimension: () => 'batch',
    outputDimension: ({ level }) => (isGrouped(level) ? `groups/${level}` : 'batch'),
    arrive(input, rows, dtype, node) {
      if (!isGrouped(rows.level)) return input
      // Of lists of strings ONNX Runtime's Gather moves the first element of each row alone (1.30); its GatherND moves them all.
      if (dtype === 'string')
        return node.step('GatherND', [
          input,
          node.step('Unsqueeze', [groups(rows.level).first, node.graph.int64s([1])]),
        ])
      return node.step('Gather', [input, groups(rows.level).first], { axis: { int: 0 } })
    },
    spread(operand, result, node) {
      const from = levelOf(operand.type).level
      const to = levelOf(result).level
      if (from === to || !(isGrouped(from) || isGrouped(to))) return operand.name
      if (!isGrouped(to)) return gather(operand.name, groups(from).inverse, node)
      if (!isGrouped(from)) return gather(operand.name, groups(to).first, node)
      const index = node.step('Gather', [groups(from).inverse, groups(to).first], { axis: { int: 0 } })
      return gather(operand.name, index, node)
    },
    collect(operand, result, node) {
      if (levelOf(operand.type).level === levelOf(result).level) return operand.name
      throw new Error(`'${node.path}' sums over groups: that is training's, whose groups the host makes`)
    },
    restrict: (operand) => operand.name,
    join(operands, _parts, result, node) {
      const [only, ...more] = operands
      if (!only || more.length > 0) throw new Error(`'${node.path}' joins surfaces in the graph of one surface`)
      if (only.type.rows.kind !== 'none') return only.name
      const { level } = levelOf(result)
      const count = isGrouped(level)
        ? node.step('Shape', [groups(level).first], { start: { int: 0 }, end: { int: 1 } })
        : batchSize(ports, 'batch', node)
      return repeat(only, count, node)
    },
    holdsGroupsOnce: ({ level }) => level === levels.row || isGrouped(level),
  }
}

/** A level's keys and those of the levels that it is within: coarse first, each once. */
export const keysOf = (levels: LevelOrder, level: string): readonly string[] => [
  ...new Set([...levels.coarserThan(level), level].flatMap((each) => levels.declaration(each)?.by ?? [])),
]
