import { dataDiagnostics } from './registry/data.ts'
import { environmentDiagnostics } from './registry/environment.ts'
import { fitDiagnostics } from './registry/fits.ts'
import { learnDiagnostics } from './registry/learn.ts'
import { nameDiagnostics } from './registry/names.ts'
import { ruleDiagnostics } from './registry/rules.ts'
import { sequenceDiagnostics } from './registry/sequences.ts'
import { serveDiagnostics } from './registry/serve.ts'
import { syntaxDiagnostics } from './registry/syntax.ts'
import { typeDiagnostics } from './registry/types.ts'

/** Every diagnostic there is, by code. One entry each; its page is docs/diagnostics/<code>.md. */
export const registry = {
  ...syntaxDiagnostics,
  ...nameDiagnostics,
  ...sequenceDiagnostics,
  ...typeDiagnostics,
  ...ruleDiagnostics,
  ...dataDiagnostics,
  ...fitDiagnostics,
  ...learnDiagnostics,
  ...serveDiagnostics,
  ...environmentDiagnostics,
}

export type DiagnosticCode = keyof typeof registry

/** What the message of `Code` is made from. */
export type DiagnosticArguments<Code extends DiagnosticCode> = Parameters<(typeof registry)[Code]['message']>[0]
