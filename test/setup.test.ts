import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { removeTemporaryFolders, temporaryFolder } from './temporary-folder.ts'

test('a temporary folder that a test makes goes with the others of its file', () => {
  const made = [temporaryFolder('setup'), temporaryFolder('setup')]
  expect(made.map(existsSync)).toEqual([true, true])
  removeTemporaryFolders()
  expect(made.map(existsSync)).toEqual([false, false])
})
