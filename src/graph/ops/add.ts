import { binaryOp } from '../elementwise.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly add: Nothing
  }
}

/** y = a + b, elementwise with broadcasting. */
export const add = binaryOp(
  'add',
  (a, b) => a + b,
  ({ dy }) => [dy, dy],
  { commutative: true },
)
