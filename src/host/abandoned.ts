import type * as nodeFiles from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Processes, theseProcesses } from './processes.ts'

type FileSystem = Pick<typeof nodeFiles, 'existsSync' | 'readdirSync' | 'renameSync' | 'rmSync'>

/** What a writer's temporary places beside `path` are called: who wrote on which machine, how many before, what for. */
export const temporaryName = (
  path: string,
  { pid, machine }: Pick<Processes, 'pid' | 'machine'>,
  count: number,
  suffix: string,
): string => join(dirname(path), `.${basename(path)}.${pid}@${wordOf(machine)}.${count}.${suffix}`)

const wordOf = (machine: string): string => machine.replaceAll(/[^\w-]/g, '-')

/**
 * Clears up behind writers of `path` that were killed: what they had half-written goes, and where one died between the two
 * renames of a folder, the previous one comes back. A process that still lives, or may live on another machine, is left alone. Never throws: it is no part
 * of the write at hand.
 */
export function clearAbandoned(files: FileSystem, path: string, processes: Processes = theseProcesses): void {
  const folder = dirname(path)
  try {
    for (const name of files.readdirSync(folder).sort()) {
      const [, pid, machine, suffix] = abandonedBy(name, basename(path)) ?? []
      if (pid === undefined || machine !== wordOf(processes.machine)) continue
      if (Number(pid) === processes.pid || processes.isAlive(Number(pid))) continue
      const left = join(folder, name)
      if (suffix === 'old' && !files.existsSync(path)) files.renameSync(left, path)
      else files.rmSync(left, { recursive: true, force: true })
    }
  } catch {
    // A folder that cannot be listed is the write's own failure to tell.
  }
}

function abandonedBy(name: string, target: string): RegExpExecArray | null {
  const prefix = `.${target}.`
  return name.startsWith(prefix) ? /^(\d+)@([\w-]+)\.\d+\.(tmp|new|old)$/.exec(name.slice(prefix.length)) : null
}
