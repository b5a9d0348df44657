import { entry } from '../entry.ts'

/** CTR2001-CTR2999: surfaces, levels, keys, roles. CTR3001-CTR3999: shapes, dtypes, calls. */
export const typeDiagnostics = {
  CTR3002: entry({
    title: 'inner-sizes-differ',
    severity: 'error',
    message: (at: { left: string; right: string }) =>
      `cannot multiply ${at.left} by ${at.right}: the inner sizes differ`,
  }),
}
