import type { Host } from '../../host/host.ts'
import type { Terminal } from '../../host/terminal.ts'
import type { Interruption } from './interruption.ts'

/** What every command stands on. */
export interface CommandContext {
  readonly host: Host
  readonly terminal: Terminal
  readonly interruption: Interruption
}
