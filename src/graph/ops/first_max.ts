import { defineOp } from '../define-op.ts'
import { reducedType } from '../reduction.ts'
import { sameShape, showShape, sizeOf } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly first_max: { readonly axis: number }
  }
}

/**
 * (x, its max over `axis`) -> 1 at the first maximal element along `axis`, else 0. x: [..., n, ...] -> the same.
 * Of max's gradient: nothing flows through it.
 */
export const firstMax = defineOp('first_max', {
  type: ([x, maximum], { axis }) => {
    const reduced = reducedType(x!, [axis])
    if ('mismatch' in reduced || sameShape(reduced.shape, maximum!.shape)) return 'mismatch' in reduced ? reduced : x!
    return { mismatch: 'shapes-differ', found: showShape(maximum!.shape), expected: showShape(reduced.shape) }
  },
  cost: ([x]) => ({ multiplyAdds: sizeOf(x!.shape) }),
  gradient: 'none',
  evaluate: ([x, maximum], { type, attributes: { axis } }) => {
    const length = type.shape[axis]!
    const inner = sizeOf(type.shape.slice(axis + 1))
    const data = new Float64Array(x!.data.length)
    for (let group = 0; group < maximum!.data.length; group++) {
      const first = Math.floor(group / inner) * length * inner + (group % inner)
      for (let i = 0; i < length; i++)
        if (x!.data[first + i * inner] === maximum!.data[group]) {
          data[first + i * inner] = 1
          break
        }
    }
    return { type, rows: x!.rows, data }
  },
})
