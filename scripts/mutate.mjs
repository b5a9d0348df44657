/**
 * `npm run check:mutations`: applies each change of test/mutations/table.mjs to a copy of the project, runs the test that is named
 * for it, and wants that test to fail. Ends with 1 where a change survives, or where its text or its test is no longer there.
 * Arguments: parts of names, to try those alone.
 */
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, setUp } from './setup.mjs'

setUp()
const { mutations } = await import('../test/mutations/table.mjs')

const atOnce = 2
const killed = 'killed'
/** What the tests read. */
const copied = [
  'src',
  'test',
  'scripts',
  'specs',
  'examples',
  'docs',
  'grammar',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
]

const asked = process.argv.slice(2)
const chosen = mutations.filter(({ name }) => asked.length === 0 || asked.some((part) => name.includes(part)))
const began = Date.now()
const queue = [...chosen]
let wrong = 0
await Promise.all(Array.from({ length: atOnce }, work))
console.log(
  `\n${chosen.length - wrong} of ${chosen.length} changes were noticed, in ${Math.round((Date.now() - began) / 1000)} s`,
)
process.exitCode = wrong === 0 ? 0 : 1

/** Tries one change after the other in a copy of its own. */
async function work() {
  const copy = mkdtempSync(join(tmpdir(), 'ctrc-mutations-'))
  try {
    const isOurs = (path) => !path.endsWith('node_modules')
    for (const name of copied) cpSync(join(root, name), join(copy, name), { recursive: true, filter: isOurs })
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    for (let mutation = queue.shift(); mutation !== undefined; mutation = queue.shift()) {
      const verdict = await tried(copy, mutation)
      if (verdict !== killed) wrong++
      console.log(`${verdict.padEnd(9)} ${mutation.name}\n          ${mutation.in}: ${mutation.test}`)
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

async function tried(copy, { file, from, to, in: testFile, test }) {
  const path = join(copy, file)
  const text = readFileSync(path, 'utf8')
  if (text.split(from).length !== 2) return 'no text'
  writeFileSync(
    path,
    text.replace(from, () => to),
  )
  try {
    const results = (await resultsOf(copy, testFile)).filter(({ fullName }) => fullName.includes(test))
    if (results.length === 0) return 'no test'
    return results.some(({ status }) => status === 'failed') ? killed : 'SURVIVED'
  } finally {
    writeFileSync(path, text)
  }
}

/** Every test of a file, with its status. */
function resultsOf(copy, testFile) {
  const output = join(copy, 'results.json')
  rmSync(output, { force: true })
  const args = ['node_modules/vitest/vitest.mjs', 'run', testFile, '--reporter=json', `--outputFile=${output}`]
  const child = spawn(process.execPath, args, { cwd: copy, stdio: 'ignore' })
  return new Promise((resolve) => {
    child.on('close', () => {
      const { testResults } = JSON.parse(readFileSync(output, 'utf8'))
      resolve(testResults.flatMap(({ assertionResults }) => assertionResults))
    })
  })
}
