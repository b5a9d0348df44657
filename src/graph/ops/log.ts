import { unaryOp } from '../elementwise.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly log: Nothing
  }
}

/** y = ln(x), elementwise. [...] -> [...]. */
export const log = unaryOp('log', Math.log, ({ x, dy }, g) => g.div(dy, x), { callable: true })
