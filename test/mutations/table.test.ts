import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../architecture/source-files.ts'
import { mutations } from './table.mjs'

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8')

/** That each change is noticed takes minutes to try (npm run check:mutations); that its text is still there takes none. */
test.each(mutations)('$name: its text stands once', ({ file, from, to }) => {
  expect(read(file).split(from)).toHaveLength(2)
  expect(to).not.toBe(from)
})

test.each(mutations)('$name: a test is named for it, and there', ({ in: file, test: name }) => {
  expect(name).not.toBe('')
  // Names with parameters in them are made when they run.
  expect(read(file)).toContain(name.split(' ').slice(-4).join(' '))
})
