import type { Lowering } from '../lowering.ts'

/** The sum over the finer groups of each coarser one. */
export const collect: Lowering<'collect'> = ({ attributes: { level } }, context) => {
  const { rows } = context.type(0)
  if (rows.kind !== 'level') throw new Error(`collect of a value without levels (${rows.kind})`)
  const index = context.port({ kind: 'index', from: level, to: rows.level, surfaces: rows.surfaces })
  const offsets = context.port({ kind: 'offsets', level, surfaces: rows.surfaces })
  return context.call('collectRows', context.tensor(0), index, offsets)
}
