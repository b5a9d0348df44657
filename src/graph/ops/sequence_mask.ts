import { demandDtype } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { showShape } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly sequence_mask: { readonly length: number }
  }
}

/** The length of a list, int64 [] (-1 missing, 0 empty) -> float32 [length]: 1 on its elements, 0 on the padding behind them. */
export const sequenceMask = defineOp('sequence_mask', {
  type: ([count], { length }) =>
    demandDtype([count!], 'int64') ??
    (count!.shape.length > 0
      ? { mismatch: 'rank', found: showShape(count!.shape), expected: '[]' }
      : { dtype: 'float32', shape: [length], rows: count!.rows }),
  cost: () => ({ multiplyAdds: 0 }),
  gradient: 'none',
  evaluate: ([count], { type, attributes: { length } }) => ({
    type,
    rows: count!.rows,
    data: Float64Array.from({ length: count!.rows * length }, (_, i) =>
      i % length < count!.data[Math.floor(i / length)]! ? 1 : 0,
    ),
  }),
})
