import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Folders {
  readonly folders: Readonly<
    Record<string, { readonly sources: readonly string[]; readonly tests: readonly (readonly string[])[] }>
  >
}

const { folders }: Folders = await import('../../scripts/mutants/folders.mjs' as string)
const all = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.test.ts'))

// A test that no round runs notices no mutant, and one that is gone fails the run after minutes.
test.each(Object.entries(folders))('mutants of %s run every test of theirs', (_, { sources, tests }) => {
  const within = (name: string, path: string) => name === path || name.startsWith(`${path}/`)
  const run = tests.flat()
  const own = all.filter((name) => sources.some((source) => within(name, source.replace(/^src\//, ''))))
  expect(own.filter((name) => !run.some((path) => within(name, path)))).toEqual([])
  expect(run.filter((path) => !all.some((name) => within(name, path)))).toEqual([])
})
