import { defineOp } from '../define-op.ts'
import { pickRows } from '../pick-rows.ts'
import type { SurfaceSet } from '../surfaces.ts'
import { levelRows, showRows } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly restrict: { readonly surfaces: SurfaceSet }
  }
}

/** The rows of some surfaces alone: (level, S) -> (level, surfaces), surfaces within S. A slice for each surface. */
export const restrict = defineOp('restrict', {
  changesRows: 'picks',
  type: ([x], { surfaces }) =>
    x!.rows.kind === 'level' && surfaces.isSubsetOf(x!.rows.surfaces)
      ? { ...x!, rows: levelRows(x!.rows.level, surfaces) }
      : { mismatch: 'rows-differ', found: showRows(x!.rows).trim(), expected: `rows on ${surfaces.key}` },
  cost: () => ({ multiplyAdds: 0 }),
  gradient: ({ op, inputs, dy }, g) => {
    const { rows, shape } = g.typeOf(inputs[0]!)
    if (rows.kind !== 'level') return [undefined]
    const rest = rows.surfaces.without(op.attributes.surfaces)
    if (rest.isEmpty) return [dy]
    return [
      g.join(rows.level, [
        [op.attributes.surfaces, dy],
        [rest, g.constant(0, shape)],
      ]),
    ]
  },
  evaluate: ([x], { type, attributes: { surfaces } }, env) => {
    if (x!.type.rows.kind !== 'level') throw new Error('restrict of a row-free value')
    const { level, surfaces: all } = x!.type.rows
    const offsets = env.offsets(level, all)
    const positions = all.names.flatMap((surface, i) =>
      surfaces.has(surface) ? Array.from({ length: offsets[i + 1]! - offsets[i]! }, (_, row) => offsets[i]! + row) : [],
    )
    return pickRows(x!, positions, type)
  },
})
