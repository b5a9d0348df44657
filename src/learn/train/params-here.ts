import type { Host } from '../../host/host.ts'
import { beforePattern } from '../../rows/access.ts'
import type { RunRecord } from './run-record.ts'

/**
 * A run's parameters for the present working folder. Elsewhere than where the run was trained, a relative path means what it meant there: a
 * value that is one, of something that exists there, becomes absolute. Values that are no paths stay, and all of them where the whole
 * project has moved.
 */
export function paramsHere(
  host: Host,
  { params, folder }: Pick<RunRecord, 'params' | 'folder'>,
): ReadonlyMap<string, string> {
  const given = Object.entries(params)
  if (host.resolve('.') === folder) return new Map(given)
  return new Map(
    given.map(([name, value]) => [name, isPathIn(host, folder, value) ? host.resolve(folder, value) : value]),
  )
}

const isPathIn = (host: Host, folder: string, value: string): boolean =>
  value !== '' && !/^(?:~|[/\\]|\w+:)/.test(value) && host.exists(host.resolve(folder, beforePattern(value)))
