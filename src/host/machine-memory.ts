import { totalmem } from 'node:os'

/** Bytes that this process may use: the machine's, or fewer where a container sets a limit. */
export function machineMemory(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(totalmem(), limit) : totalmem()
}
