import { expect, test } from 'vitest'
import { fileNameOf, folderOf, joinPath, plainPath } from '../../../src/language/resolve/paths.ts'

test.each([
  ['specs', './a.ctr', 'specs/a.ctr'],
  ['specs/towers', '../a.ctr', 'specs/a.ctr'],
  ['specs', '../../a.ctr', '../a.ctr'],
  ['.', '../a.ctr', '../a.ctr'],
  ['..', '../a.ctr', '../../a.ctr'],
  ['/specs', '../../a.ctr', '/a.ctr'],
  ['specs', '/a.ctr', '/a.ctr'],
  ['specs', '.', 'specs'],
  ['specs', '..', '.'],
])('%s and %s make %s', (folder, path, joined) => {
  expect(joinPath(folder, path)).toBe(joined)
})

test('a path is given in its shortest form', () => {
  expect(plainPath('./specs//towers/../a.ctr')).toBe('specs/a.ctr')
  expect(plainPath('specs\\a.ctr')).toBe('specs/a.ctr')
  expect(plainPath('/specs/')).toBe('/specs')
})

test('folder and name of a file', () => {
  expect([folderOf('specs/a.ctr'), folderOf('a.ctr'), folderOf('/a.ctr')]).toEqual(['specs', '.', '/'])
  expect(fileNameOf('specs/a.ctr')).toBe('a.ctr')
})
