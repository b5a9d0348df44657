import { defineOp } from '../define-op.ts'
import { noRows } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly row_fault: Nothing
  }
}

/**
 * Inputs of a served graph, of any type -> float32 [], row-free: 0 where all inputs that have an entry for each row of the batch have
 * equally many, NaN where not. A caller alone can get that wrong: the reference's operands have their rows by their types.
 */
export const rowFault = defineOp('row_fault', {
  changesRows: 'sums',
  type: () => ({ dtype: 'float32', shape: [], rows: noRows }),
  cost: () => ({ multiplyAdds: 0 }),
  gradient: 'none',
  evaluate: (_, { type }) => ({ type, rows: 1, data: Float64Array.of(0) }),
})
