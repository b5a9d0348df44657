import { defineOp } from '../define-op.ts'
import { sizeOf } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly constant: { readonly data: readonly number[] }
  }
}

/** Numbers known when the graph is built: row-free, row-major, one number standing for all elements. It states its type. */
export const constant = defineOp('constant', {
  type: () => ({ mismatch: 'rank', found: 'a constant without a type', expected: 'the type that it states' }),
  cost: () => ({ multiplyAdds: 0 }),
  gradient: () => [],
  evaluate: (_, { type, attributes: { data } }) => ({
    type,
    rows: 1,
    data: data.length === 1 ? new Float64Array(sizeOf(type.shape)).fill(data[0]!) : Float64Array.from(data),
  }),
})
