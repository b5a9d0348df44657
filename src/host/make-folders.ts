import { dirname } from 'node:path'
import type { FileSystem } from './disk-files.ts'
import { systemCodeOf } from './failures.ts'

/**
 * Makes a folder and those above it. Node's own recursive mkdir never ends where a folder exists in which nothing can be made, and the
 * system answers ENOENT (/proc): each folder is tried once here. Throws the system's error.
 */
export function makeFolders(files: Pick<FileSystem, 'existsSync' | 'mkdirSync'>, path: string): void {
  if (files.existsSync(path)) return
  const above = dirname(path)
  if (above !== path) makeFolders(files, above)
  try {
    files.mkdirSync(path)
  } catch (error) {
    // Another process may have been faster; a file in its place is an error of the write below it.
    if (systemCodeOf(error) !== 'EEXIST') throw error
  }
}
