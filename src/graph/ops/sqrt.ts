import { unaryOp } from '../elementwise.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly sqrt: Nothing
  }
}

/** y = the square root of x, elementwise. [...] -> [...]. */
export const sqrt = unaryOp('sqrt', Math.sqrt, ({ output, dy }, g) => g.div(g.scale(dy, 0.5), output), {
  callable: true,
})
