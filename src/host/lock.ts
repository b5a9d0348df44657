import { randomUUID } from 'node:crypto'
import { hasFields } from './fields.ts'
import type { Host } from './host.ts'
import { type Processes, theseProcesses } from './processes.ts'

/** Who holds a folder. */
export interface LockHolder {
  readonly pid: number
  readonly machine: string
  /** Milliseconds, by the host's clock. */
  readonly since: number
  /** Unlike any other lock's. */
  readonly token: string
}

export type LockResult =
  | { readonly held: true; readonly release: () => void }
  | { readonly held: false; readonly by: LockHolder }

/**
 * Tokens of the locks that this process holds: a container gives the pid of a dead process to a new one, so a pid that is ours
 * proves nothing.
 */
const ours = new Set<string>()

/**
 * Takes `folder` for one process by a file `lock` in it. The lock of a process that died (kill -9, a power cut) is taken over;
 * one from another machine never is, as it is unknown here whether that process lives.
 */
export function lockFolder(host: Host, folder: string, processes: Processes = theseProcesses): LockResult {
  const path = host.resolve(folder, 'lock')
  const mine: LockHolder = { pid: processes.pid, machine: processes.machine, since: host.now(), token: randomUUID() }
  for (;;) {
    if (host.createExclusive(path, `${JSON.stringify(mine)}\n`)) {
      ours.add(mine.token)
      return { held: true, release: () => release(host, path, mine.token) }
    }
    const text = host.readText(path)
    if (text === undefined) continue
    const holder = readHolder(text)
    if (holder !== undefined && isHeld(holder, processes)) return { held: false, by: holder }
    takeAway(host, path, text, processes.pid)
  }
}

/** Who works in `folder` now; undefined where nobody does. Takes nothing. */
export function holderOf(host: Host, folder: string, processes: Processes = theseProcesses): LockHolder | undefined {
  const text = host.readText(host.resolve(folder, 'lock'))
  const holder = text === undefined ? undefined : readHolder(text)
  return holder !== undefined && isHeld(holder, processes) ? holder : undefined
}

function isHeld(holder: LockHolder, processes: Processes): boolean {
  if (holder.machine !== processes.machine) return true
  if (holder.pid === processes.pid) return ours.has(holder.token)
  return processes.isAlive(holder.pid)
}

/** Removes a dead lock, and only that: another process may have taken it over since it was read. */
function takeAway(host: Host, path: string, text: string, pid: number): void {
  const aside = `${path}.${pid}`
  try {
    host.rename(path, aside)
  } catch {
    return // Someone else was faster.
  }
  if (host.readText(aside) !== text) host.link(aside, path)
  host.remove(aside)
}

function release(host: Host, path: string, token: string): void {
  if (ours.delete(token)) host.remove(path)
}

/** Undefined for what no lock of ours could have written: it holds nothing. */
function readHolder(text: string): LockHolder | undefined {
  try {
    const holder: unknown = JSON.parse(text)
    return isHolder(holder) ? holder : undefined
  } catch {
    return undefined
  }
}

const isHolder = (value: unknown): value is LockHolder =>
  hasFields(value, { pid: 'number', machine: 'string', since: 'number', token: 'string' }) &&
  // 0 and numbers below it mean groups of processes, which are always alive.
  Number.isSafeInteger(value.pid) &&
  value.pid > 0
