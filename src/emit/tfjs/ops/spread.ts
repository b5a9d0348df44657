import type { Lowering } from '../lowering.ts'

/** Each finer group reads its coarser group's value, by the host's index. A row-free value is every row's already. */
export const spread: Lowering<'spread'> = ({ attributes: { level } }, context) => {
  const { rows } = context.type(0)
  if (rows.kind !== 'level') return context.tensor(0)
  const index = context.port({ kind: 'index', from: rows.level, to: level, surfaces: rows.surfaces })
  return context.call('gatherRows', context.tensor(0), index)
}
