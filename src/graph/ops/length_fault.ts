import { demandDtype } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { showShape } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    /** The list whose length it is, and how many of its elements are kept. */
    readonly length_fault: { readonly list: string; readonly kept: number }
  }
}

/**
 * A list's length as a caller states it, int64 [] -> float32 []: 0 where it is -1 (missing) to the list's width, NaN where not. The
 * reference's lists are as wide as what is kept; a served one may be of any width.
 */
export const lengthFault = defineOp('length_fault', {
  type: ([length]) =>
    demandDtype([length!], 'int64') ??
    (length!.shape.length > 0
      ? { mismatch: 'rank', found: showShape(length!.shape), expected: '[]' }
      : { dtype: 'float32', shape: [], rows: length!.rows }),
  cost: () => ({ multiplyAdds: 0 }),
  gradient: 'none',
  evaluate: ([length], { type, attributes: { kept } }) => ({
    type,
    rows: length!.rows,
    data: length!.data.map((count) => (count < -1 || count > kept ? Number.NaN : 0)),
  }),
})
