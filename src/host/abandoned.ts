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
 * Clears up behind writers into `folder` that were killed: what they had half-written goes, and where one died between the two
 * renames of a folder, the previous one comes back. A process that still lives, or may live on another machine, is left alone.
 * Never throws: it is not part of the write.
 */
export function clearAbandoned(files: FileSystem, folder: string, processes: Processes = theseProcesses): void {
  try {
    for (const name of files.readdirSync(folder).sort()) {
      const found = abandoned.exec(name)?.groups
      if (found === undefined || found.machine !== wordOf(processes.machine)) continue
      const pid = Number(found.pid)
      if (pid === processes.pid || processes.isAlive(pid)) continue
      const [left, target] = [join(folder, name), join(folder, found.target ?? '')]
      if (found.suffix === 'old' && !files.existsSync(target)) files.renameSync(left, target)
      else files.rmSync(left, { recursive: true, force: true })
    }
  } catch {
    // A folder that cannot be listed is reported by the write itself.
  }
}

const abandoned = /^\.(?<target>.+)\.(?<pid>\d+)@(?<machine>[\w-]+)\.\d+\.(?<suffix>tmp|new|old)$/
