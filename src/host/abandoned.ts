import type * as nodeFiles from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Processes, theseProcesses } from './processes.ts'

type FileSystem = Pick<typeof nodeFiles, 'existsSync' | 'readdirSync' | 'renameSync' | 'rmSync'>

/** What a writer's temporary places beside `path` are called: who wrote, how many before, what for. */
export const temporaryName = (path: string, pid: number, count: number, suffix: string): string =>
  join(dirname(path), `.${basename(path)}.${pid}.${count}.${suffix}`)

/**
 * Clears up behind writers of `path` that were killed: what they had half-written goes, and where one died between the two
 * renames of a folder, the previous one comes back. Another process that still lives is left alone. Never throws: it is no part
 * of the write at hand.
 */
export function clearAbandoned(files: FileSystem, path: string, processes: Processes = theseProcesses): void {
  const folder = dirname(path)
  try {
    for (const name of files.readdirSync(folder).sort()) {
      const [, pid, suffix] = abandonedBy(name, basename(path)) ?? []
      if (pid === undefined || Number(pid) === processes.pid || processes.isAlive(Number(pid))) continue
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
  return name.startsWith(prefix) ? /^(\d+)\.\d+\.(tmp|new|old)$/.exec(name.slice(prefix.length)) : null
}
