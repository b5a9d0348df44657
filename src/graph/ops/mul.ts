import { binaryOp } from '../elementwise.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly mul: Nothing
  }
}

/** y = a * b, elementwise with broadcasting. */
export const mul = binaryOp(
  'mul',
  (a, b) => a * b,
  ({ a, b, dy }, g) => [g.mul(dy, b), g.mul(dy, a)],
  { commutative: true },
)
