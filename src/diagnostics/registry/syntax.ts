import { entry } from '../entry.ts'

/** CTR1001-CTR1499: what the lexer and the parser refuse. */
export const syntaxDiagnostics = {
  CTR1001: entry({
    title: 'unexpected-token',
    severity: 'error',
    message: (at: { found: string; expected: string }) => `found ${at.found}, expected ${at.expected}`,
  }),
}
