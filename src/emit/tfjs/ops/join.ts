import { SurfaceSet } from '../../../graph/surfaces.ts'
import { hasRows } from '../alignment.ts'
import type { Lowering } from '../lowering.ts'
import { surfaceRuns } from '../surface-runs.ts'

/** The parts' rows in the order of their surfaces: whole parts, or slices of them where their surfaces interleave. */
export const join: Lowering<'join'> = ({ attributes: { level, parts } }, context) => {
  const union = parts.reduce((all, part) => all.union(part), SurfaceSet.empty)
  const pieces = parts.flatMap((part, input) =>
    surfaceRuns(part, union).map((run) => {
      const surfaces = SurfaceSet.of(union.names.slice(run.first, run.end))
      return { at: run.first, text: piece(input, part, surfaces) }
    }),
  )
  const texts = pieces.sort((a, b) => a.at - b.at).map(({ text }) => text)
  return texts.length === 1 ? texts.join() : `tf.concat([${texts.join(', ')}], 0)`

  function piece(input: number, part: SurfaceSet, surfaces: SurfaceSet): string {
    const value = context.tensor(input)
    const repeated = !hasRows(context.type(input))
    if (!repeated && part.equals(surfaces)) return value
    const [run] = surfaceRuns(surfaces, part)
    if (!run) throw new Error(`join: ${surfaces.key} are not among ${part.key}`)
    const offsets = context.port({ kind: 'offsets', level, surfaces: part })
    return context.call(repeated ? 'repeatRows' : 'sliceRows', value, offsets, String(run.first), String(run.end))
  }
}
