import type { Host } from '../../../src/host/host.ts'
import { memoryHost } from '../../../src/host/memory.ts'
import { recordedTerminal } from '../../../src/host/terminal.ts'
import { commandLine } from '../../../src/tools/cli/command-line.ts'
import { type Interruption, noInterruption } from '../../../src/tools/cli/interruption.ts'

export interface Ran {
  readonly exit: number
  /** Standard output and standard error. */
  readonly out: string
  readonly log: string
}

/** Runs a command line in this process. */
export async function ctrc(
  args: readonly string[],
  host: Host = memoryHost(),
  interruption: Interruption = noInterruption,
  input = '',
): Promise<Ran> {
  const terminal = recordedTerminal(input)
  const exit = await commandLine(args, { host, terminal, interruption })
  return { exit, ...terminal.written }
}
