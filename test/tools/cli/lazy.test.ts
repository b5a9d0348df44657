import { expect, test } from 'vitest'
import { sourceFiles } from '../../architecture/source-files.ts'

const files = new Map(sourceFiles().map((file) => [file.path, file]))

/** Files and packages that are loaded when one of `starts` is. */
function loadedWith(...starts: readonly string[]): { readonly files: Set<string>; readonly packages: Set<string> } {
  const loaded = { files: new Set<string>(), packages: new Set<string>() }
  const load = (path: string): void => {
    if (loaded.files.has(path)) return
    loaded.files.add(path)
    for (const { to, isOurs, isType, isLazy } of files.get(path)?.imports ?? []) {
      if (isType || isLazy) continue
      if (isOurs) load(to)
      else loaded.packages.add(to)
    }
  }
  starts.forEach(load)
  return loaded
}

const foldersOf = (paths: Iterable<string>): string[] =>
  [...new Set([...paths].map((path) => path.split('/')[0]!))].sort()
const foreign = (packages: Iterable<string>): string[] =>
  [...packages].filter((each) => !each.startsWith('node:')).sort()

test('the command line starts with nothing but the diagnostics', () => {
  const loaded = loadedWith('tools/cli/main.ts')
  expect(foreign(loaded.packages)).toEqual(['commander', 'picocolors'])
  expect(foldersOf(loaded.files)).toEqual(expect.not.arrayContaining(['learn', 'serve', 'emit', 'language', 'passes']))
})

test('check adds the language, and neither DuckDB nor a runtime', () => {
  const loaded = loadedWith('tools/cli/main.ts', 'language/check/check-entry.ts')
  expect(foreign(loaded.packages)).toEqual(['chevrotain', 'commander', 'picocolors'])
  expect(foldersOf(loaded.files)).toEqual(expect.not.arrayContaining(['learn', 'serve', 'emit']))
})
