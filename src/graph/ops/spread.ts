import { defineOp } from '../define-op.ts'
import { pickRows } from '../pick-rows.ts'
import { levelRows, showRows } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly spread: { readonly level: string }
  }
}

/** Coarser to finer: each group of `level` reads its coarser group's value. (coarse, S) -> (level, S), same shape. */
export const spread = defineOp('spread', {
  changesRows: 'picks',
  type: ([x], { level }) =>
    x!.rows.kind === 'level'
      ? { ...x!, rows: levelRows(level, x!.rows.surfaces) }
      : { mismatch: 'rows-differ', found: showRows(x!.rows).trim() || 'no rows', expected: 'rows of a coarser level' },
  cost: () => ({ multiplyAdds: 0 }),
  gradient: ({ inputs, dy }, g) => {
    const { rows } = g.typeOf(inputs[0]!)
    return [rows.kind === 'level' ? g.collect(dy, rows.level) : undefined]
  },
  evaluate: ([x], { type, attributes: { level } }, env) => {
    if (x!.type.rows.kind !== 'level') throw new Error('spread of a row-free value')
    return pickRows(x!, env.index(x!.type.rows.level, level, x!.type.rows.surfaces), type)
  },
})
