import { binaryOp } from '../elementwise.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly maximum: Nothing
  }
}

/** y = the larger of a and b, elementwise with broadcasting. Where they are equal, the gradient is a's. */
export const maximum = binaryOp('maximum', Math.max, ({ a, b, dy }, g) => {
  const db = g.mul(dy, g.positive(g.sub(b, a)))
  return [g.sub(dy, db), db]
})
