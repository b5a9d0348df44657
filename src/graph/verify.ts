import { isMismatch } from './define-op.ts'
import type { Graph, Op } from './graph.ts'
import type { LevelOrder } from './levels.ts'
import { outputName } from './outputs.ts'
import { portName } from './ports.ts'
import { resultsOf } from './results.ts'
import { opType, otherTypes, statesItsType } from './typed-op.ts'
import { type Rows, showRows, showType, sizeOf, type ValueType } from './types.ts'

/**
 * What is wrong with a graph, in words for us, not for users: nothing, unless ctrc has a defect. Runs after every pass in tests and
 * under `--verify`. Each value is defined once, before its uses; every stated type is what its op's rule gives; rows are of
 * known levels, surfaces and tables; spreads go finer and collects coarser; a port has one name and one type; outputs exist.
 */
export function verify(graph: Graph): readonly string[] {
  const wrong: string[] = []
  const types = new Map<string, ValueType>()
  const ports = new Set<string>()
  for (const op of graph.ops) {
    const report = (what: string) => wrong.push(`%${op.id}: ${what}`)
    if (resultsOf(op).some(({ name }) => types.has(name))) report('is defined twice')
    const inputs = op.inputs.flatMap((input) => {
      const type = types.get(input)
      if (!type) report(`reads %${input} before it is defined`)
      return type ?? []
    })
    if (inputs.length === op.inputs.length) {
      wrongType(op, inputs).forEach(report)
      wrongDirection(op, inputs[0], graph.levels).forEach(report)
    }
    wrongRows(op.type.rows, graph).forEach(report)
    if (op.type.shape.some((size) => !Number.isInteger(size) || size < 0))
      report(`has shape [${op.type.shape.join(', ')}]`)
    if (op.kind === 'input') {
      const name = portName(op.attributes.port)
      if (ports.has(name)) report(`is a second input of port '${name}'`)
      ports.add(name)
    }
    for (const { name, type } of resultsOf(op)) types.set(name, type)
  }
  const names = new Set<string>()
  for (const output of graph.outputs) {
    const [name, { value }] = [outputName(output), output]
    if (!types.has(value)) wrong.push(`output '${name}' reads %${value}, which is not there`)
    if (names.has(name)) wrong.push(`output '${name}' is named twice`)
    names.add(name)
  }
  return wrong
}

function wrongType(op: Op, inputs: readonly ValueType[]): readonly string[] {
  if (op.kind === 'constant') {
    const { length } = op.attributes.data
    const size = sizeOf(op.type.shape)
    if (length !== 1 && length !== size) return [`has ${length} numbers for ${size} elements`]
    if (op.type.rows.kind !== 'none') return ['a constant is row-free']
  }
  if (statesItsType(op.kind)) return inputs.length > 0 ? ['a source reads nothing'] : []
  const type = opType(op.kind, inputs, op.attributes)
  if (isMismatch(type)) return [`${type.mismatch}: found ${type.found}, expected ${type.expected}`]
  const stated = resultsOf(op)
    .map((result) => showType(result.type))
    .join(', ')
  const due = [type, ...(otherTypes(op.kind, inputs, op.attributes) ?? [])].map(showType).join(', ')
  return stated === due ? [] : [`states ${stated}, but its rule gives ${due}`]
}

function wrongDirection(op: Op, input: ValueType | undefined, levels: LevelOrder): readonly string[] {
  if ((op.kind !== 'spread' && op.kind !== 'collect') || input?.rows.kind !== 'level') return []
  const [from, to] = [input.rows.level, op.attributes.level]
  const [coarse, fine] = op.kind === 'spread' ? [from, to] : [to, from]
  return levels.isCoarserOrEqual(coarse, fine) ? [] : [`${op.kind} from ${from} to ${to}, but ${coarse} is not coarser`]
}

function wrongRows(rows: Rows, graph: Graph): readonly string[] {
  switch (rows.kind) {
    case 'none':
      return []
    case 'level': {
      const known = graph.levels.names.includes(rows.level)
      const legal = known && rows.surfaces.isSubsetOf(graph.surfaces) && !rows.surfaces.isEmpty
      return legal ? [] : [`has rows${showRows(rows)}, but the graph runs on ${graph.surfaces.key}`]
    }
    case 'table':
      return [...graph.tables, ...(graph.stacks ?? [])].some(({ name }) => name === rows.table)
        ? []
        : [`has rows of '${rows.table}', no table`]
  }
}
