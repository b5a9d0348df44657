/**
 * Paths of spec files: `/` between names, as the user gave the entry. An import's path is relative to its file, so every
 * file of a program is named in the entry's own way, relative or absolute.
 */

/** `specs/unified/towers` of `specs/unified/towers/search.ctr`; `.` where there is no folder. */
export function folderOf(path: string): string {
  const at = path.lastIndexOf('/')
  return at < 0 ? '.' : at === 0 ? '/' : path.slice(0, at)
}

export const fileNameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** Joins and walks `.` and `..`; leading `..` of a relative path stay. */
export function joinPath(folder: string, path: string): string {
  const whole = path.startsWith('/') ? path : `${folder}/${path}`
  const names: string[] = []
  for (const name of whole.split('/')) {
    if (name === '' || name === '.') continue
    const last = names.at(-1)
    if (name !== '..') names.push(name)
    else if (last !== undefined && last !== '..') names.pop()
    else if (!whole.startsWith('/')) names.push(name)
  }
  const joined = names.join('/')
  return whole.startsWith('/') ? `/${joined}` : joined || '.'
}

/** The same place in its shortest form: `./specs//a.ctr` is `specs/a.ctr`. */
export const plainPath = (path: string): string => joinPath('.', path.replaceAll('\\', '/'))

/** `../modules/pin.ctr`: the path from a folder to a file. */
export function relativePath(folder: string, file: string): string {
  const here = folder === '/' ? [''] : folder.split('/').filter((name) => name !== '.')
  const there = file.split('/')
  let shared = 0
  while (shared < here.length && shared < there.length - 1 && here[shared] === there[shared]) shared++
  const up = here.slice(shared).map(() => '..')
  const way = [...up, ...there.slice(shared)].join('/')
  return up.length === 0 ? `./${way}` : way
}
