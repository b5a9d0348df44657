import type { Host } from './host.ts'

/** What a folder that ctrc has written is, by the files in it. */
export interface ArtifactFolder {
  readonly kind: 'run' | 'surface'
  readonly folder: string
}

/** Enough to find a run or an export in the folder above it; a folder of data below it may hold millions of files. */
const [deepest, mostEntries] = [3, 200]

/**
 * The runs and exported surfaces in a folder that was given in their place: the folder itself, then those below it, in the order of their
 * names. Folders that cannot be read hold none.
 */
export function artifactFolders(host: Host, folder: string, depth = deepest): readonly ArtifactFolder[] {
  if (host.exists(host.resolve(folder, 'run.json'))) return [{ kind: 'run', folder }]
  if (host.exists(host.resolve(folder, 'manifest.json'))) return [{ kind: 'surface', folder }]
  if (depth === 0 || !host.isDirectory(folder)) return []
  const prefix = folder.endsWith('/') ? folder : `${folder}/`
  return namesIn(host, folder).flatMap((name) => artifactFolders(host, `${prefix}${name}`, depth - 1))
}

function namesIn(host: Host, folder: string): readonly string[] {
  try {
    return host.list(folder).slice(0, mostEntries)
  } catch {
    return []
  }
}
