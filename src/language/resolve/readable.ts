import type { Host } from '../../host/host.ts'
import { folderOf, joinPath } from './paths.ts'
import { nearestUp } from './project.ts'

/** The files that a program may read: what it imports, and the queries and vocabularies that it names. */
export interface Readable {
  readonly root: string
  /** What makes it the root, as a message has it. */
  readonly why: string
  /** Whether a path leads into the project, links followed. */
  holds(path: string): boolean
}

/**
 * What a program of this entry may read: its project, the nearest folder up with a ctrc.json, else with .git. Without either, what lies below the
 * folder above the entry's own: copies of a few folders side by side have no marker, and a path that leads further is none of their files.
 */
export function readableFrom(host: Host, path: string): Readable {
  const own = folderOf(path)
  const marked = (['ctrc.json', '.git'] as const).flatMap((name) => {
    const root = nearestUp(host, own, name)
    return root === undefined ? [] : [{ root, why: `the project (it has ${name})` }]
  })[0]
  const { root, why } = marked ?? {
    root: joinPath(own, '..'),
    why: 'the folder above the entry (a ctrc.json in a folder further up makes that the project)',
  }
  const real = host.realPath(root)
  return { root, why, holds: (each) => isWithin(host.realPath(each), real) }
}

/** Where the files are copies that ctrc has made, as in a run. */
export const anywhere: Readable = { root: '/', why: '', holds: () => true }

function isWithin(path: string, folder: string): boolean {
  const [inner, outer] = [path, folder].map((each) => each.replaceAll('\\', '/'))
  return outer === '/' || inner === outer || inner?.startsWith(`${outer}/`) === true
}
