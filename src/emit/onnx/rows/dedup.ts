import type { Graph, Op } from '../../../graph/graph.ts'
import type { LevelOrder } from '../../../graph/levels.ts'
import { typesOf } from '../../../graph/results.ts'
import type { ValueType } from '../../../graph/types.ts'
import { repeat } from '../operands.ts'
import type { ArtifactInput } from '../port-inputs.ts'
import { OpWriter } from '../writer.ts'
import { batchCount } from './batch-count.ts'
import { type Groups, groupsByKeys, type KeyType } from './groups.ts'
import { levelOf, type RowContext, type RowStrategy } from './strategy.ts'

export interface DedupOptions {
  /** Computed once per distinct key. */
  readonly levels: readonly string[]
  /** The types of keys that are no features; int64 where there is none. */
  readonly keys?: ReadonlyMap<string, KeyType>
}

/**
 * The graph of one surface groups its rows itself: the levels named are computed once per distinct key, from the first
 * row of each group; the others per row. Keys become inputs.
 */
export function dedupRows({ graph, ports, writer }: RowContext, { levels: deduped, keys }: DedupOptions): RowStrategy {
  const { levels } = graph
  const isGrouped = (level: string): boolean => deduped.includes(level) && keysOf(levels, level).length > 0
  const keyInputs = (level: string): readonly KeyInput[] =>
    keysOf(levels, level).map((key) => keyInput(key, keyType(graph, key, keys)))
  const known = new Map<string, Groups>()
  const groups = (level: string): Groups => {
    const found = known.get(level)
    if (found) return found
    const made = groupsByKeys(
      keyInputs(level).map((input) => ({ value: ports.read(input), type: input.dtype })),
      new OpWriter(writer, `level/${level}`),
    )
    known.set(level, made)
    return made
  }
  const inputs = groupedLevels(graph, isGrouped).flatMap(keyInputs)
  const count = batchCount(
    graph,
    inputs.map(({ name }) => name),
  )
  const gather = (value: string, index: string, node: OpWriter): string =>
    node.result('Gather', [value, index], { axis: { int: 0 } })
  return {
    inputs,
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
      const rows = isGrouped(level)
        ? node.step('Shape', [groups(level).first], { start: { int: 0 }, end: { int: 1 } })
        : count(node)
      return repeat(only, rows, node)
    },
    holdsGroupsOnce: ({ level }) => level === levels.row || isGrouped(level),
  }
}

/** A level's keys and those of the levels that it is within: coarse first, each once. */
export const keysOf = (levels: LevelOrder, level: string): readonly string[] => [
  ...new Set([...levels.coarserThan(level), level].flatMap((each) => levels.declaration(each)?.by ?? [])),
]

type KeyInput = ArtifactInput & { readonly dtype: KeyType }

const keyInput = (key: string, dtype: KeyType): KeyInput => ({
  name: key,
  dtype,
  shape: ['batch'],
  from: { kind: 'key', key },
})

/** A key that is a feature of the graph has its type. */
function keyType({ ops }: Graph, key: string, stated: DedupOptions['keys']): KeyType {
  for (const op of ops) {
    if (op.kind !== 'input') continue
    const { port } = op.attributes
    if (port.kind !== 'feature' || port.part !== 'value' || port.feature !== key) continue
    if (op.type.dtype === 'int64' || op.type.dtype === 'string') return op.type.dtype
    throw new Error(`key '${key}' is a feature of type ${op.type.dtype}: keys are ids, ints or strings`)
  }
  return stated?.get(key) ?? 'int64'
}

/** The levels whose rows some op groups, in the order of ops. */
function groupedLevels({ ops }: Graph, isGrouped: (level: string) => boolean): readonly string[] {
  const types = typesOf(ops)
  const used = ops.flatMap((op) =>
    levelsUsed(
      op,
      op.inputs.map((name) => types.get(name)!),
    ),
  )
  return [...new Set(used.filter(isGrouped))]
}

function levelsUsed(op: Op, operands: readonly ValueType[]): readonly string[] {
  switch (op.kind) {
    case 'input':
      return op.type.rows.kind === 'level' ? [op.type.rows.level] : []
    case 'spread': {
      const [from, to] = [levelOf(operands[0]!).level, levelOf(op.type).level]
      return from === to ? [] : [from, to]
    }
    case 'join':
      return operands[0]?.rows.kind === 'none' ? [levelOf(op.type).level] : []
    default:
      return []
  }
}
