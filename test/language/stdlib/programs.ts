import type { Graph } from '../../../src/graph/graph.ts'
import { memoryHost } from '../../../src/host/memory.ts'
import { elaborate } from '../../../src/language/elaborate/elaborate.ts'
import { resolveProgram } from '../../../src/language/resolve/resolve-program.ts'
import { encodeOnHost } from '../../../src/passes/encode-on-host.ts'

/**
 * The forward graph of one call of a library module. `x` is a vector of `width`, or with `length` a sequence of such vectors
 * (rows of a table); the logit of each row is the sum of the module's result times `weights`.
 */
export function graphOfCall(call: {
  readonly modules: string
  readonly y: string
  readonly width: number
  readonly length?: number
  readonly result: readonly number[]
  /** How the result, by then `y`, becomes something of `result`'s shape. */
  readonly read?: string
}): Graph {
  const x =
    call.length === undefined ? `x: [${call.width}] default 0` : `steps: list<id, ${call.length}> in table_of_steps`
  const size = call.result.reduce((product, each) => product * each, 1)
  const text = `
import { ${call.modules} } from "ctr:std"

surface first
surface second
level candidate
features of candidate {
  ${x}
  weights: [${size}] default 0
}
table table_of_steps { rows: range(${64}), dim: ${call.width} }
model reference on first, second {
  trunk {
    let y = ${call.y}
    predict click = sum(reshape(${call.read ?? 'y'}, [${size}]) * weights)
  }
}
`
  const { program, diagnostics } = resolveProgram(memoryHost({ 'reference.ctr': text }), 'reference.ctr')
  const model = program && [...program.models.values()][0]
  if (!program || !model || diagnostics.length > 0)
    throw new Error(diagnostics.map(({ message }) => message).join('\n') || 'the program does not resolve')
  return encodeOnHost.run(elaborate(program, model).graph)
}
