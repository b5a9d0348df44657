import { comparisonOp } from '../elementwise.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly less_equal: Nothing
  }
}

/** y = 1 where a <= b, else 0, elementwise with broadcasting; 0 where one is NaN. Nothing flows back. */
export const lessEqual = comparisonOp('less_equal', (a, b) => a <= b)
