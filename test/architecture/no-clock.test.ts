import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from './source-files.ts'

/** They read a clock to hold it to itself, or to print what they took; the slow suites and the fuzzers time whole processes. */
const allowed = new Set(['architecture/no-clock.test.ts', 'host/host.test.ts', 'rows/kuairand.test.ts'])

test('no quick test looks at a clock: a busy machine must not fail it', () => {
  const folder = join(projectRoot, 'test')
  const timed = readdirSync(folder, { recursive: true })
    .map((name) => String(name).replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts') && !/^(slow|fuzz)\//.test(name) && !allowed.has(name))
    .filter((name) => /performance\.now|Date\.now|hrtime/.test(readFileSync(join(folder, name), 'utf8')))
  expect(timed).toEqual([])
})
