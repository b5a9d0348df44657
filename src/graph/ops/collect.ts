import { demandDtype } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { levelRows, showRows, sizeOf } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly collect: { readonly level: string }
  }
}

/** Finer to coarser: each group of `level` is the sum over its finer groups. (fine, S) -> (level, S), same shape. */
export const collect = defineOp('collect', {
  changesRows: 'sums',
  type: ([x], { level }) =>
    demandDtype([x!], 'float32') ??
    (x!.rows.kind === 'level'
      ? { ...x!, rows: levelRows(level, x!.rows.surfaces) }
      : { mismatch: 'rows-differ', found: showRows(x!.rows).trim() || 'no rows', expected: 'rows of a finer level' }),
  cost: ([x]) => ({ multiplyAdds: sizeOf(x!.shape) }),
  gradient: ({ inputs, dy }, g) => {
    const { rows } = g.typeOf(inputs[0]!)
    return [rows.kind === 'level' ? g.spread(dy, rows.level) : undefined]
  },
  evaluate: ([x], { type, attributes: { level } }, env) => {
    if (x!.type.rows.kind !== 'level') throw new Error('collect of a row-free value')
    const { surfaces } = x!.type.rows
    const index = env.index(level, x!.type.rows.level, surfaces)
    const size = sizeOf(type.shape)
    const rows = env.count(level, surfaces)
    const data = new Float64Array(rows * size)
    index.forEach((group, row) => {
      for (let i = 0; i < size; i++) data[group * size + i]! += x!.data[row * size + i]!
    })
    return { type, rows, data }
  },
})
