import { byName } from '../../diagnostics/text-order.ts'
import type { Graph, GraphOutput, Op } from '../../graph/graph.ts'
import { differentiableInputs } from '../../graph/op-traits.ts'
import { isOutput } from '../../graph/outputs.ts'
import { type Port, portName } from '../../graph/ports.ts'
import { opFinder, resultsOf } from '../../graph/results.ts'
import { isInline, loweringContext, pathOf, type Statement } from './context.ts'
import { Identifiers, member } from './javascript.ts'
import { isTrained, type ModulePort, rowPortType } from './module-ports.ts'
import { lower } from './ops/table.ts'
import { type RuntimeName, runtimeFunctions } from './runtime/functions.ts'

/** A graph's operations as JavaScript, in two halves: up to the logits, and from them to the losses. */
export interface ForwardCode {
  readonly toLogits: readonly Statement[]
  readonly toLosses: readonly Statement[]
  /** Identifiers of the first half that the second reads, or that are logits. */
  readonly carried: readonly string[]
  /** The graph's outputs, with each one's expression for its value. */
  readonly outputs: readonly GraphOutput[]
  /** What the batch holds, sorted by name. */
  readonly ports: readonly ModulePort[]
  /** Names of the trained ports that the loss reads: those with a gradient. */
  readonly trained: readonly string[]
  readonly called: ReadonlySet<RuntimeName>
}

/** Names that the module's own text uses. */
const taken = ['tf', 'params', 'batch', 'forward', ...Object.keys(runtimeFunctions)]

export function forwardCode(graph: Graph): ForwardCode {
  const find = opFinder(graph.ops)
  const forLogits = reached(graph, find, ({ kind }) => kind === 'logit')
  const forLosses = reached(graph, find, ({ kind }) => kind !== 'logit')

  const identifiers = new Identifiers(taken)
  const expressions = new Map<string, string>()
  const ports = new Map<string, ModulePort>()
  const called = new Set<RuntimeName>()
  const read = (port: Port, op: Op): string => {
    const name = portName(port)
    const type = op.kind === 'input' ? op.type : rowPortType(port)
    const lossOnly = !forLogits.has(op.id) && (ports.get(name)?.lossOnly ?? true)
    ports.set(name, { name, port, type, lossOnly })
    return member('batch', name)
  }
  const expressionOf = (value: string): string => expressions.get(value) ?? value

  const context = loweringContext({ find, expressionOf, port: read, called })

  const toLogits: Statement[] = []
  const toLosses: Statement[] = []
  for (const op of graph.ops) {
    if (!forLogits.has(op.id) && !forLosses.has(op.id)) continue
    const expression = lower(op, context(op))
    if (isInline(op)) {
      expressions.set(op.id, expression)
      continue
    }
    const results = resultsOf(op).map(({ name }) => [name, identifiers.of(name)] as const)
    for (const [name, identifier] of results) expressions.set(name, identifier)
    const statement = { path: pathOf(op), identifiers: results.map(([, identifier]) => identifier), expression }
    ;(forLogits.has(op.id) ? toLogits : toLosses).push(statement)
  }

  const carried = new Set<string>()
  const carry = (value: string): void => {
    const op = find(value)
    if (forLogits.has(op.id) && !isInline(op)) carried.add(expressionOf(value))
  }
  for (const op of graph.ops) if (forLosses.has(op.id) && !forLogits.has(op.id)) op.inputs.forEach(carry)
  for (const { value } of graph.outputs) carry(value)

  return {
    toLogits,
    toLosses,
    carried: toLogits.flatMap((statement) => statement.identifiers).filter((identifier) => carried.has(identifier)),
    outputs: graph.outputs.map((output) => ({ ...output, value: expressionOf(output.value) })),
    ports: [...ports.values()].sort(byName),
    trained: trainedNames(graph),
    called,
  }
}

/** Ids of the ops that the chosen outputs read. */
function reached(
  graph: Graph,
  find: (value: string) => Op,
  chosen: (output: GraphOutput) => boolean,
): ReadonlySet<string> {
  const seen = new Set<string>()
  const visit = (values: readonly string[]): void => {
    for (const value of values) seen.add(find(value).id)
  }
  visit(graph.outputs.filter(chosen).map(({ value }) => value))
  for (const op of [...graph.ops].reverse()) if (seen.has(op.id)) visit(find(op.id).inputs)
  return seen
}

/** Ports that a gradient of the loss reaches. */
function trainedNames(graph: Graph): readonly string[] {
  const flows = new Set(graph.outputs.filter(isOutput('loss')).map(({ value }) => value))
  const names: string[] = []
  for (const op of graph.ops.toReversed()) {
    if (!resultsOf(op).some(({ name }) => flows.has(name))) continue
    for (const input of differentiableInputs(op)) flows.add(input)
    if (op.kind === 'input' && isTrained(op.attributes.port)) names.push(portName(op.attributes.port))
  }
  return names.sort()
}
