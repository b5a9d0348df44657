import { binaryOp } from '../elementwise.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly minimum: Nothing
  }
}

/** y = the smaller of a and b, elementwise with broadcasting. Where they are equal, the gradient is a's, as maximum's is. */
export const minimum = binaryOp(
  'minimum',
  Math.min,
  ({ a, b, dy }, g) => {
    const db = g.mul(dy, g.positive(g.sub(a, b)))
    return [g.sub(dy, db), db]
  },
  { callable: 'min' },
)
