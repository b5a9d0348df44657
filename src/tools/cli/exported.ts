import type { ExportedSurface } from '../../serve/export.ts'
import type { Outcome } from './outcome.ts'

/** What an export has made, for scripts and for people. */
export const exportedOutcome = (surfaces: readonly ExportedSurface[]): Outcome => ({
  result: {
    surfaces: surfaces.map(({ surface, folder, manifest, tolerances }) => ({ surface, folder, manifest, tolerances })),
  },
  text: surfaces.map(({ surface, folder }) => `${surface}: verified, in ${folder}`).join('\n'),
})
