import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Stryker } from '@stryker-mutator/core'
import { root } from '../setup.mjs'
import { checkerName, identity } from './drawn-only.mjs'
import { folders } from './folders.mjs'
import { refusedByTypes } from './types.mjs'

/**
 * Runs the first `rounds` of a folder's rounds of tests against each of its mutants; gives the mutants with their `verdict`, in the same order.
 * The compiler comes after the first round: it takes a second or two a mutant, later rounds take more.
 */
export async function tried(folder, mutants, rounds) {
  let found = mutants.map((mutant) => ({ ...mutant, verdict: 'no coverage' }))
  for (const [round, tests] of folders[folder].tests.slice(0, rounds).entries()) {
    const left = found.filter(isLeft)
    if (left.length === 0) break
    const now = new Map((await triedBy(tests, left)).map((mutant) => [identityOf(mutant), mutant]))
    found = found.map((mutant) => later(mutant, now.get(identityOf(mutant))))
    if (round === 0) {
      const refused = new Set(refusedByTypes(found.filter(isLeft)))
      found = found.map((mutant) => (refused.has(mutant) ? { ...mutant, verdict: 'types' } : mutant))
    }
    console.log(`${found.filter(isLeft).length} of ${found.length} are left after round ${round + 1}`)
  }
  return found
}

const isLeft = ({ verdict }) => verdict === 'survived' || verdict === 'no coverage'

/** A mutant that ran in one round and in no later one has survived. */
const later = (before, now) => (now === undefined || now.verdict === 'no coverage' ? before : now)

async function triedBy(tests, mutants) {
  const work = join(root, 'runs/mutants')
  mkdirSync(work, { recursive: true })
  // Stryker's processes inherit these: the first is read by our checker, the second by vitest.config.ts.
  process.env.CTRC_DRAWN_MUTANTS = join(work, 'drawn.json')
  writeFileSync(process.env.CTRC_DRAWN_MUTANTS, JSON.stringify(mutants.map(identityOf)))
  process.env.CTRC_TESTS_WITHIN = tests.map((path) => `test/${path}`).join(' ')

  process.chdir(root)
  const results = await new Stryker({
    // Nothing else is instrumented: where every expression is, the loops of metrics take twenty times as long.
    mutate: mutants.map(rangeOf),
    plugins: ['@stryker-mutator/vitest-runner', fileURLToPath(new URL('drawn-only.mjs', import.meta.url))],
    testRunner: 'vitest',
    vitest: { related: false, configFile: 'vitest.config.ts' },
    // A range also holds the mutants inside it, which were not drawn.
    checkers: [checkerName],
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // A busy machine must not make a timeout of a mutant that no test notices.
    timeoutMS: 20_000,
    reporters: ['progress-append-only'],
    logLevel: 'warn',
    // Stryker would rewrite the paths of a tsconfig, and fails on TypeScript 7's way of reading it.
    tsconfigFile: 'none.json',
    tempDirName: 'runs/mutants/sandbox',
    // A biome.json below another is an error of Biome's, and a run that is killed leaves its sandbox.
    ignorePatterns: ['biome.json', 'runs', 'dist', 'dist.*', 'coverage', '.node', '.venv', '.tfjs-node'],
    cleanTempDir: 'always',
    allowConsoleColors: false,
  }).runMutationTest()

  const byIdentity = new Map(
    results.map((result) => {
      const { fileName, mutatorName, location, replacement } = result
      return [identity(relative(root, fileName), mutatorName, fromZero(location), replacement), result]
    }),
  )
  return mutants.map((mutant) => {
    const result = byIdentity.get(identityOf(mutant))
    if (result === undefined) throw new Error(`Stryker gave no result for ${identityOf(mutant)}`)
    return { ...mutant, verdict: verdictOf(result) }
  })
}

const identityOf = ({ file, kind, location, to }) => identity(file, kind, location, to)

/** Stryker's patterns count lines from 1 and columns from 0; its results both from 1; its mutants both from 0. */
const rangeOf = ({ file, location: { start, end } }) =>
  `${file}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`
const fromZero = ({ start, end }) => ({
  start: { line: start.line - 1, column: start.column - 1 },
  end: { line: end.line - 1, column: end.column - 1 },
})

/** A mutant that keeps a file of tests from loading lets none of its tests complete, and Stryker takes that for a survivor. */
function verdictOf({ status, testsCompleted, coveredBy, static: atLoad }) {
  switch (status) {
    case 'Killed':
    case 'RuntimeError':
      return 'killed'
    case 'Timeout':
      return 'timed out'
    case 'NoCoverage':
      return 'no coverage'
    case 'Survived':
      return testsCompleted === 0 && (atLoad || coveredBy?.length > 0) ? 'killed' : 'survived'
    default:
      throw new Error(`Stryker gives a status that is not known here: ${status}`)
  }
}
