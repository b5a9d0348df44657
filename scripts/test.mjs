/** `npm test`: types, format and lint, and the quick tests with their coverage. Arguments go to vitest. */
import { bin, must, root, run, setUp } from './setup.mjs'

setUp()
const given = process.argv.slice(2)
const slow = given[0] === '--slow'
const filters = slow ? given.slice(1) : given

/** Every step runs, so that one answer names all that is wrong. */
const steps = [
  ['types', () => bin('typescript/bin/tsc', ['--noEmit', '-p', '.'])],
  ['format and lint', () => bin('@biomejs/biome/bin/biome', ['ci', '--error-on-warnings', '.'])],
  ['bundle', () => run(process.execPath, [`${root}scripts/build.mjs`])],
  ['tests', () => bin('vitest/vitest.mjs', ['run', ...(filters.length === 0 ? ['--coverage'] : filters)])],
]

if (slow) {
  must(process.execPath, [`${root}scripts/build.mjs`])
  process.exit(bin('vitest/vitest.mjs', ['run', ...filters], { env: { CTRC_TESTS: 'slow' } }))
}

const failed = []
for (const [name, step] of steps) {
  console.log(`\n== ${name}`)
  if (step() !== 0) failed.push(name)
}
console.log(failed.length === 0 ? '\nAll of npm test passed.' : `\nFailed: ${failed.join(', ')}`)
process.exit(failed.length === 0 ? 0 : 1)
