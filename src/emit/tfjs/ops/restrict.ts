import type { Lowering } from '../lowering.ts'
import { surfaceRuns } from '../surface-runs.ts'

/** Rows are ordered by surface: a restriction is a slice, or a few where other surfaces lie between. */
export const restrict: Lowering<'restrict'> = ({ attributes: { surfaces } }, context) => {
  const { rows } = context.type(0)
  if (rows.kind !== 'level') throw new Error(`restrict of a value without surfaces (${rows.kind})`)
  const offsets = context.port({ kind: 'offsets', level: rows.level, surfaces: rows.surfaces })
  const slices = surfaceRuns(surfaces, rows.surfaces).map(({ first, end }) =>
    context.call('sliceRows', context.tensor(0), offsets, String(first), String(end)),
  )
  return slices.length === 1 ? slices.join() : `tf.concat([${slices.join(', ')}], 0)`
}
