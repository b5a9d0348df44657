import { binaryOp } from '../elementwise.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly sub: Nothing
  }
}

/** y = a - b, elementwise with broadcasting. */
export const sub = binaryOp(
  'sub',
  (a, b) => a - b,
  ({ dy }, g) => [dy, g.scale(dy, -1)],
)
