import type { Exported } from '../../serve/export-run.ts'
import type { Outcome } from './outcome.ts'

/** What an export has made, for scripts and for people. */
export const exportedOutcome = ({ surfaces, diagnostics }: Exported): Outcome => ({
  diagnostics,
  result: {
    surfaces: surfaces.map(({ surface, folder, manifest, tolerances }) => ({ surface, folder, manifest, tolerances })),
  },
  text: surfaces.map(({ surface, folder }) => `${surface}: verified, in ${folder}`).join('\n'),
})
