import { binaryOp } from '../elementwise.ts'

/** y = a + b, elementwise with broadcasting. */
export const add = binaryOp(
  'add',
  (a, b) => a + b,
  ({ dy }) => [dy, dy],
)
