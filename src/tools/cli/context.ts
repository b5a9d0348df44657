import type { Report } from '../../diagnostics/report.ts'
import type { Host } from '../../host/host.ts'
import type { Terminal } from '../../host/terminal.ts'
import type { Interruption } from './interruption.ts'

/** What the command line needs. */
export interface Surroundings {
  readonly host: Host
  readonly terminal: Terminal
  readonly interruption: Interruption
}

/** What a command needs. */
export interface CommandContext extends Surroundings {
  /** All that the user should see, printed once when the command is done or has failed. */
  readonly report: Report
}
