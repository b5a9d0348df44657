import { demandDtype } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { expandAlong } from '../expand-along.ts'
import { sizeOf } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly softmax: Nothing
  }
}

/** y = exp(x) / sum(exp(x)) over the last axis, shifted by its maximum. [..., n] -> [..., n]. dx = y (dy - sum(dy y)). */
export const softmax = defineOp('softmax', {
  type: ([x]) =>
    demandDtype([x!], 'float32') ??
    (x!.shape.length === 0 ? { mismatch: 'rank', found: '[]', expected: 'at least one dimension' } : x!),
  cost: ([x]) => ({ multiplyAdds: 3 * sizeOf(x!.shape) }),
  gradient: ({ op, output, dy }, g) => {
    const last = op.type.shape.length - 1
    const weighted = g.sum(g.mul(dy, output), [last])
    return [g.mul(output, g.sub(dy, expandAlong(g, weighted, [last], [op.type.shape[last]!])))]
  },
  evaluate: ([x], { type }) => {
    const length = type.shape.at(-1)!
    const data = new Float64Array(x!.data.length)
    for (let from = 0; from < data.length; from += length) {
      const group = x!.data.subarray(from, from + length)
      const shift = group.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
      const powers = group.map((value) => Math.exp(value - shift))
      const sum = powers.reduce((a, b) => a + b, 0)
      data.set(
        powers.map((power) => power / sum),
        from,
      )
    }
    return { type, rows: x!.rows, data }
  },
})
