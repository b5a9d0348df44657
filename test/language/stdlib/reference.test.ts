import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { algebra } from '../../../src/graph/algebra.ts'
import { evaluateGraph, referenceTensor } from '../../../src/graph/evaluate-graph.ts'
import type { Graph } from '../../../src/graph/graph.ts'
import { portName } from '../../../src/graph/ports.ts'
import type { ReferenceTensor, RowEnvironment } from '../../../src/graph/reference.ts'
import { rowEnvironment } from '../../../src/graph/row-environment.ts'
import { sizeOf } from '../../../src/graph/types.ts'
import { differentiate } from '../../../src/passes/differentiate.ts'
import { extend } from '../../../src/passes/rewrite.ts'
import { graphOfCall } from './programs.ts'

interface Listed {
  readonly shape: readonly number[]
  readonly data: readonly number[]
}

/** As reference/reference.py writes it: parameters by their path within the module, `x` first among the gradients. */
interface ReferenceCase {
  readonly name: string
  readonly call: string
  readonly x: Listed
  readonly mask?: Listed
  readonly parameters: Readonly<Record<string, Listed>>
  readonly output: Listed
  readonly weights: Listed
  readonly gradients: Readonly<Record<string, Listed>>
}

const cases: readonly ReferenceCase[] = JSON.parse(
  readFileSync(new URL('./reference/reference.json', import.meta.url), 'utf8'),
)

function graphOf({ name, call, x, output }: ReferenceCase): Graph {
  const [module = ''] = /^\w+/.exec(call) ?? []
  const [width = 0, length] = [x.shape.at(-1), x.shape.length === 3 ? x.shape[1] : undefined]
  const isKeyed = name === 'mmoe' || name === 'cgc'
  const read = isKeyed ? 'y[surface]' : name === 'transformer' ? 'values(y)' : 'y'
  const rest = length === undefined ? {} : { length }
  return graphOfCall({ modules: module, y: call, width, result: output.shape.slice(1), read, ...rest })
}

/** Adds `loss`, the sum of the logits: of the module's output times the weights. */
function withLoss(graph: Graph): Graph {
  const builder = extend(graph)
  const g = algebra(builder)
  const loss = graph.outputs.map(({ value }) => g.total(value)).reduce((a, b) => g.add(a, b))
  return builder.finish({ ...graph, outputs: [...graph.outputs, { kind: 'loss', value: loss }] })
}

/** Two rows on each surface; a sequence's steps are rows 0, 1, ... of the table, each read once. */
function feedsOf(graph: Graph, given: ReferenceCase): ReadonlyMap<string, ReferenceTensor> {
  const values = (port: string): ArrayLike<number> => {
    if (port === 'number/weights') return given.weights.data
    if (port === 'number/x' || port === 'table/table_of_steps') return given.x.data
    if (port === 'mask/steps') return given.mask?.data ?? []
    if (port === 'row/steps/table_of_steps') return given.mask?.data.map((_, i) => i) ?? []
    const parameter = given.parameters[port.replace('trunk.y.', '')]
    if (!parameter) throw new Error(`the reference has no ${port}`)
    return parameter.data
  }
  return new Map(
    graph.ops.flatMap((op) => {
      if (op.kind !== 'input') return []
      const name = portName(op.attributes.port)
      return [[name, referenceTensor(op.type, values(name))] as const]
    }),
  )
}

const rowsOf = (graph: Graph, given: ReferenceCase): RowEnvironment =>
  rowEnvironment(
    graph.levels,
    ['first', 'first', 'second', 'second'].map((surface) => ({ surface, groups: {} })),
    new Map([['table_of_steps', sizeOf(given.x.shape.slice(0, -1))]]),
  )

const closeTo = (found: ArrayLike<number>, wanted: readonly number[], what: string): void => {
  expect(found.length, what).toBe(wanted.length)
  for (const [i, value] of wanted.entries()) expect(Math.abs(found[i]! - value), `${what}[${i}]`).toBeLessThan(1e-7)
}

it.each(cases)('$name is what NumPy makes of the paper, and so are its gradients', (given) => {
  const graph = withLoss(graphOf(given))
  expect(graph.parameters.map(({ name }) => name)).toEqual(
    Object.keys(given.parameters)
      .map((path) => `trunk.y.${path}`)
      .sort(),
  )
  const results = evaluateGraph(differentiate.run(graph), feedsOf(graph, given), rowsOf(graph, given))
  const rowSize = sizeOf(given.output.shape.slice(1))
  const logits = Array.from({ length: 4 }, (_, row) =>
    given.output.data
      .slice(row * rowSize, (row + 1) * rowSize)
      .reduce((sum, value, i) => sum + value * given.weights.data[row * rowSize + i]!, 0),
  )
  closeTo(results.get('logit/click/first')!.data, logits.slice(0, 2), 'logits of first')
  closeTo(results.get('logit/click/second')!.data, logits.slice(2), 'logits of second')
  for (const [path, { data }] of Object.entries(given.gradients)) {
    const name = path === 'x' ? 'table/table_of_steps' : `trunk.y.${path}`
    if (path !== 'x' || given.mask) closeTo(results.get(`gradient/${name}`)!.data, data, name)
  }
})
