import type { SurfaceSet } from '../../graph/surfaces.ts'

/** Neighbouring surfaces of a set, by position: `first` up to but without `end`. */
export interface SurfaceRun {
  readonly first: number
  readonly end: number
}

/** The positions of `part`'s surfaces within `whole`, as runs of neighbours. Rows are ordered by surface, so a run is a slice. */
export function surfaceRuns(part: SurfaceSet, whole: SurfaceSet): readonly SurfaceRun[] {
  const runs: { first: number; end: number }[] = []
  whole.names.forEach((surface, position) => {
    if (!part.has(surface)) return
    const last = runs.at(-1)
    if (last?.end === position) last.end++
    else runs.push({ first: position, end: position + 1 })
  })
  return runs
}
