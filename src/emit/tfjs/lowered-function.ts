import { type Algebra, algebra } from '../../graph/algebra.ts'
import { createBuilder } from '../../graph/create-builder.ts'
import type { Graph } from '../../graph/graph.ts'
import { type Port, portName } from '../../graph/ports.ts'
import { opFinder, resultsOf } from '../../graph/results.ts'
import type { ValueType } from '../../graph/types.ts'
import { isInline, loweringContext, pattern } from './context.ts'
import { Identifiers } from './javascript.ts'
import { lower } from './ops/table.ts'
import { type RuntimeName, runtimeFunctions } from './runtime/functions.ts'

/** A value that a function of the module takes: the expression that reads it there, and what it is in the IR. */
export interface Formal {
  readonly name: string
  readonly port: Port
  readonly type: ValueType
}

export interface LoweredFunction {
  /** One line an operation. */
  readonly statements: readonly string[]
  /** The expression of each result. */
  readonly results: readonly string[]
  readonly called: ReadonlySet<RuntimeName>
}

/** A function of the module from operations of the IR: `body` builds them on the formals' values, and gives the results. */
export function loweredFunction(
  { levels, surfaces }: Pick<Graph, 'levels' | 'surfaces'>,
  formals: readonly Formal[],
  body: (g: Algebra, values: readonly string[]) => readonly string[],
): LoweredFunction {
  const builder = createBuilder({ levels, surfaces })
  const g = algebra(builder)
  const results = body(
    g,
    formals.map(({ port, type }) => g.input(port, type)),
  )
  const find = opFinder(builder.ops)
  const called = new Set<RuntimeName>()
  const expressions = new Map(formals.map(({ name, port }) => [portName(port), name]))
  const identifiers = new Identifiers(['tf', ...Object.keys(runtimeFunctions), ...expressions.values()])
  const context = loweringContext({
    find,
    expressionOf: (value) => expressions.get(value) ?? value,
    port(port) {
      throw new Error(`${portName(port)} is nothing that this function takes`)
    },
    called,
  })
  const statements: string[] = []
  for (const op of builder.ops) {
    if (op.kind === 'input') continue
    const expression = lower(op, context(op))
    if (isInline(op)) {
      expressions.set(op.id, expression)
      continue
    }
    const names = resultsOf(op).map(({ name }) => name)
    for (const name of names) expressions.set(name, identifiers.of(name))
    statements.push(`const ${pattern(names.map((name) => identifiers.of(name)))} = ${expression}`)
  }
  return { statements, results: results.map((value) => expressions.get(value) ?? value), called }
}
