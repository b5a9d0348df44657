import { defineConfig } from 'vitest/config'
import { textFoldersInVite } from './scripts/text-folders.mjs'

/** `npm run test:slow` runs the slow suites alone: whole trainings, kills and resumes, other engines. */
const slow = process.env.CTRC_TESTS === 'slow'

export default defineConfig({
  plugins: [textFoldersInVite],
  test: {
    setupFiles: ['test/setup.ts'],
    include: [slow ? 'test/slow/**/*.test.ts' : 'test/**/*.test.ts'],
    exclude: slow ? [] : ['test/slow/**'],
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
  },
})
