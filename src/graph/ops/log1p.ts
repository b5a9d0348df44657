import { unaryOp } from '../elementwise.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly log1p: Nothing
  }
}

/** y = ln(1 + x), exact near zero, elementwise. [...] -> [...]. */
export const log1p = unaryOp('log1p', Math.log1p, ({ x, dy }, g) => g.div(dy, g.add(x, g.constant(1))), {
  callable: true,
})
