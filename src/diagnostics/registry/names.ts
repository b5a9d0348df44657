import { entry } from '../entry.ts'

/** CTR1501-CTR1999: imports, declarations and names (resolve). */
export const nameDiagnostics = {
  CTR1501: entry({
    title: 'unknown-name',
    severity: 'error',
    message: (at: { kind: string; name: string; near: string | undefined }) =>
      `there is no ${at.kind} '${at.name}'${at.near === undefined ? '' : `; did you mean '${at.near}'?`}`,
  }),
}
