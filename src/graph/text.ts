import { exactNumber } from './exact-number.ts'
import type { Graph, Op } from './graph.ts'
import { outputName } from './outputs.ts'
import { portName } from './ports.ts'
import { resultsOf } from './results.ts'
import { SurfaceSet } from './surfaces.ts'
import { showType } from './types.ts'

/**
 * A graph as `ctrc graph` prints it, an op a line:
 *
 *     %trunk.h/matmul: float32[64] at user on home_feed+search = matmul(%trunk.x/concat, %trunk.h.w)
 *
 * Two graphs with one text are the same graph, constants of more than 64 numbers apart: those show their first and their count.
 */
export function graphText(graph: Graph): string {
  const lines = [
    `graph ${graph.name} on ${graph.surfaces.key}`,
    ...(graph.stacks ?? []).map(({ name, tables }) => `  stack ${name} = ${tables.join(', ')}`),
    ...graph.ops.map((op) => `  ${opText(op)}`),
    ...graph.outputs.map((output) => `  output ${outputName(output)} = %${output.value}`),
  ]
  return `${lines.join('\n')}\n`
}

export function opText(op: Op): string {
  const operands = op.inputs.map((input) => `%${input}`).join(', ')
  const carried = op.kind === 'input' ? `port: ${op.attributes.port.kind} ${portName(op.attributes.port)}` : carries(op)
  const results = resultsOf(op).map(({ name, type }) => `%${name}: ${showType(type)}`)
  return `${results.join(', ')} = ${op.kind}(${operands})${carried === '' ? '' : ` {${carried}}`}`
}

/** An op's attributes, `name: value` with commas. Attributes that are undefined are left out. */
export const carries = (op: Op): string =>
  Object.entries(op.attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${show(value)}`)
    .join(', ')

function show(value: unknown): string {
  if (value instanceof SurfaceSet) return value.key
  if (Array.isArray(value))
    return value.length > 64 ? `[${show(value[0])}, ... ${value.length} numbers]` : `[${value.map(show).join(', ')}]`
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([name, inner]) => `${name}: ${show(inner)}`)
      .join(', ')}}`
  return typeof value === 'number' ? exactNumber(value) : String(value)
}
