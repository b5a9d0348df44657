import { comparisonOp } from '../elementwise.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly equal: Nothing
  }
}

/** y = 1 where a and b are equal, else 0, elementwise with broadcasting; 0 where one is NaN. Nothing flows back. */
export const equal = comparisonOp('equal', (a, b) => a === b)
