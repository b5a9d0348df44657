import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folders: string[] = []

/** A folder of its own that goes when the tests of the file are done, made in a test, in a hook or beside them. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `ctrc-${name}-`))
  folders.push(folder)
  return folder
}

/** For `setup.ts`, which calls it behind each file: an `afterAll` that a test calls is never run. */
export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}
