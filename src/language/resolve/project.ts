import type { Host } from '../../host/host.ts'
import { folderOf, joinPath } from './paths.ts'

/** The folder of a file's project: the nearest folder up with a ctrc.json, else with .git, else the file's own. */
export function projectOf(host: Host, path: string): string {
  const own = folderOf(path)
  return nearestUp(host, own, 'ctrc.json') ?? nearestUp(host, own, '.git') ?? own
}

/** The nearest folder, from this one up, that has a file or folder of this name. */
export function nearestUp(host: Host, folder: string, name: string): string | undefined {
  for (let at = folder; ; at = joinPath(at, '..')) {
    if (host.exists(joinPath(at, name))) return at
    if (host.resolve(at) === host.resolve(joinPath(at, '..'))) return undefined
  }
}
