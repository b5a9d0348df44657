import { hostname } from 'node:os'

/** The processes that a file can name; a test gives its own. */
export interface Processes {
  readonly pid: number
  readonly machine: string
  isAlive(pid: number): boolean
}

export const theseProcesses: Processes = {
  pid: process.pid,
  machine: hostname(),
  isAlive(pid) {
    try {
      process.kill(pid, 0)
      return true
    } catch (error) {
      // EPERM: there is such a process, of another user.
      return error instanceof Error && 'code' in error && error.code === 'EPERM'
    }
  },
}
