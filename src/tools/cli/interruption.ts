import type { Terminal } from '../../host/terminal.ts'
import { exitCodes } from './exit-codes.ts'

/** Ctrl-C (SIGINT) or SIGTERM, as a command sees it. */
export interface Interruption {
  /**
   * For work that can stop in order (training writes its checkpoint): the signal to stop by. All other work ends at once, and
   * loses nothing, as it writes whole files or none.
   */
  heed(): AbortSignal
  readonly happened: boolean
}

/** Work that handles the signal has this long to stop; a second Ctrl-C does not wait. Milliseconds. */
const patience = 30_000

/** Listens to the process's signals. `cleanUp` takes away what is half-written. */
export function processInterruption(terminal: Terminal, cleanUp: () => void): Interruption {
  const controller = new AbortController()
  let heeded = false
  const leave = (): void => {
    cleanUp()
    process.exit(exitCodes.interrupted)
  }
  const interrupt = (): void => {
    if (!heeded || controller.signal.aborted) leave()
    terminal.log('\nStopping; interrupt again to exit immediately.\n')
    controller.abort()
    setTimeout(leave, patience).unref()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  return {
    heed() {
      heeded = true
      return controller.signal
    },
    get happened() {
      return controller.signal.aborted
    },
  }
}

/** For commands that a test runs. */
export const noInterruption: Interruption = { heed: () => new AbortController().signal, happened: false }
