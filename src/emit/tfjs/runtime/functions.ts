import { abs } from './abs.ts'
import { dropout } from './dropout.ts'
import { addRows, collectRows, gatherRows } from './gather.ts'
import { gelu } from './gelu.ts'
import { matmul, matmulEach, swapLast } from './matmul.ts'
import { maxAlong } from './max.ts'
import { expand, repeatRows, sliceRows } from './rows.ts'
import { commonShape, compared, fit, flag, larger, select } from './select.ts'
import { stopGradient } from './stop-gradient.ts'

/** A function of the generated module, written out only where something calls it. */
export interface RuntimeFunction {
  /** Names of runtime functions it calls. */
  readonly calls?: readonly string[]
  /** JavaScript at module indentation 0, with its doc comment. `tf` is in scope. */
  readonly source: string
}

/** In the order in which the module lists them. */
export const runtimeFunctions = {
  swapLast,
  matmul,
  matmulEach,
  addRows,
  gatherRows,
  collectRows,
  sliceRows,
  repeatRows,
  expand,
  fit,
  commonShape,
  compared,
  flag,
  select,
  larger,
  maxAlong,
  abs,
  gelu,
  stopGradient,
  dropout,
} satisfies Readonly<Record<string, RuntimeFunction>>

export type RuntimeName = keyof typeof runtimeFunctions

const isName = (name: string): name is RuntimeName => name in runtimeFunctions

/** The sources of `called` and of what they call, in the table's order. */
export function runtimeSources(called: ReadonlySet<RuntimeName>): readonly string[] {
  const needed = new Set<RuntimeName>()
  const visit = (name: RuntimeName): void => {
    if (needed.has(name)) return
    needed.add(name)
    const definition: RuntimeFunction = runtimeFunctions[name]
    for (const callee of definition.calls ?? []) {
      if (!isName(callee)) throw new Error(`runtime function ${name} calls ${callee}, which does not exist`)
      visit(callee)
    }
  }
  for (const name of called) visit(name)
  return Object.keys(runtimeFunctions)
    .filter(isName)
    .filter((name) => needed.has(name))
    .map((name) => runtimeFunctions[name].source.trim())
}
