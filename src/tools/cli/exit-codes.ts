import type { Diagnostic } from '../../diagnostics/diagnostic.ts'

/** What a command returns to the shell. A contract that scripts rely on. */
export const exitCodes = {
  done: 0,
  /** The spec, the data, the weights are wrong, or a gate is not met. */
  wrongInput: 1,
  /** Wrong usage, or a command that is not implemented yet. */
  wrongUsage: 2,
  /** Disk full, read-only, a run folder in use, an engine missing. */
  environment: 3,
  interrupted: 130,
  defect: 70,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The most severe applies: a defect before the environment before usage before the input. */
const gravity: readonly ExitCode[] = [
  exitCodes.defect,
  exitCodes.environment,
  exitCodes.wrongUsage,
  exitCodes.wrongInput,
  exitCodes.done,
]

export function exitCodeOf(diagnostics: readonly Diagnostic[]): ExitCode {
  const codes = new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => ofCode(code)))
  return gravity.find((each) => codes.has(each)) ?? exitCodes.done
}

/** The ranges of src/diagnostics/registry/environment.ts; all other errors are of the input. */
function ofCode(code: string): ExitCode {
  if (code.startsWith('CTR90')) return exitCodes.environment
  if (code.startsWith('CTR92')) return exitCodes.wrongUsage
  if (code.startsWith('CTR99')) return exitCodes.defect
  return exitCodes.wrongInput
}
