import { readdirSync, readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import { textFoldersInVite } from './scripts/text-folders.mjs'

// Tests run in workers, where `src/runtime/native.ts` cannot set it: no test reports to the makers of a runtime.
process.env.ORT_DISABLE_TELEMETRY = '1'

/** `npm run test:slow` runs the slow suites alone: whole trainings, kills and resumes, other engines. */
const slow = process.env.CTRC_TESTS === 'slow'
/** `npm run mutants` names what it runs here, files and folders, and cannot by arguments. */
const within = process.env.CTRC_TESTS_WITHIN?.split(' ') ?? [slow ? 'test/slow' : 'test']
const all = within.map((path) => (path.endsWith('.ts') ? path : `${path}/**/*.test.ts`))
const excluded = slow ? [] : ['test/slow/**']

/** Test files that put other modules in the place of ours, which must not have been loaded before. */
const mocking = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((name) => `test/${name.replaceAll('\\', '/')}`)
  .filter((name) => name.endsWith('.test.ts') && readFileSync(name, 'utf8').includes('vi.mock('))
  .filter((name) => slow || within.some((path) => name === path || name.startsWith(`${path}/`)))
  .sort()

export default defineConfig({
  plugins: [textFoldersInVite],
  test: {
    setupFiles: ['test/setup.ts'],
    pool: 'threads',
    maxWorkers: 2,
    // For tests that hang. How fast a machine is, or how busy, is no matter of a test.
    testTimeout: slow ? 600_000 : 120_000,
    hookTimeout: slow ? 600_000 : 120_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      reportOnFailure: true,
    },
    projects: [
      {
        extends: true,
        // Modules are loaded once a worker and not once a file: loading them was half of the tests' processor time.
        test: { name: 'shared modules', isolate: slow, include: all, exclude: [...excluded, ...mocking] },
      },
      {
        extends: true,
        test: { name: 'own modules', include: mocking, exclude: excluded },
      },
    ],
  },
})
