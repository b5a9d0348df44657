/**
 * `npm run mutants`: draws mutants of the folders of scripts/mutants/folders.mjs, tries each against the tests of its folder, and
 * ends with 1 where fewer are noticed than `--at-least` percent. Stryker makes and runs them; it is installed on first use, in
 * scripts/mutants/.
 *
 *   --sample N     how many are drawn, over all folders or those that are named; without it, all are tried
 *   --skip N       leaves out the first N of the draw, to try a large one in parts
 *   --seed S       another seed, other mutants
 *   --folder NAME  a folder of the table; may be given several times
 *   --only PLACE   of what is drawn, only the mutants of a file, or of a line of it: src/graph/mix.ts:12; may be given several times
 *   --rounds N     only the first N rounds of tests of each folder: quick, and what later ones would notice counts as not noticed
 *   --at-least P   85 percent unless it is given
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { must, root, setUp } from './setup.mjs'

setUp()
installStryker()
const { folders } = await import('./mutants/folders.mjs')
const { drawn, mutantsIn } = await import('./mutants/draw.mjs')
const { tried } = await import('./mutants/try.mjs')
const { printSurvivors, printTable, scoreOf } = await import('./mutants/report.mjs')

const { values } = parseArgs({
  options: {
    sample: { type: 'string' },
    skip: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    folder: { type: 'string', multiple: true, default: Object.keys(folders) },
    rounds: { type: 'string', default: '9' },
    only: { type: 'string', multiple: true },
    'at-least': { type: 'string', default: '85' },
  },
})
const [skip, seed, rounds, atLeast] = [values.skip, values.seed, values.rounds, values['at-least']].map(wholeNumber)
const sample = values.sample === undefined ? Number.POSITIVE_INFINITY : wholeNumber(values.sample)
const unknown = values.folder.filter((name) => !Object.hasOwn(folders, name))
if (unknown.length > 0) wrongUsage(`no folder '${unknown[0]}'; there are ${Object.keys(folders).join(', ')}`)

const all = await mutantsIn(values.folder)
const isNamed = ({ file, location }) =>
  values.only === undefined ||
  values.only.some((place) => place === file || place === `${file}:${location.start.line + 1}`)
const chosen = drawn(all, sample, seed).slice(skip).filter(isNamed)
if (chosen.length === 0) wrongUsage('nothing is drawn')
console.log(`${chosen.length} of ${all.length} mutants, drawn by seed ${seed}`)
mkdirSync(join(root, 'runs/mutants'), { recursive: true })
const report = join(
  root,
  'runs/mutants',
  `seed-${seed}-${values.folder.join('-')}-${skip}-${skip + chosen.length}${values.only ? '-only' : ''}.json`,
)
const results = []
for (const folder of values.folder) {
  const here = chosen.filter((mutant) => mutant.folder === folder)
  if (here.length === 0) continue
  console.log(`\n${folder}: ${here.length} mutants`)
  results.push(...(await tried(folder, here, rounds)))
  writeFileSync(report, `${JSON.stringify(results, null, 1)}\n`)
}
printSurvivors(results)
printTable(results)
console.log(`\nEach mutant and its verdict: ${report}`)
process.exitCode = scoreOf(results) < atLeast ? 1 : 0

function installStryker() {
  const folder = join(root, 'scripts/mutants')
  const wanted = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).dependencies
  const isThere = ([name, version]) => {
    const path = join(folder, 'node_modules', name, 'package.json')
    return existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).version === version
  }
  if (Object.entries(wanted).every(isThere)) return
  console.error('Installing Stryker in scripts/mutants ...')
  const npm = process.env.npm_execpath
  const args = ['ci', '--prefix', folder, '--ignore-scripts', '--loglevel=error']
  if (npm?.endsWith('.js')) must(process.execPath, [npm, ...args])
  else must('npm', args)
}

function wholeNumber(text) {
  if (!/^\d+$/.test(text)) wrongUsage(`'${text}' is no whole number`)
  return Number(text)
}

function wrongUsage(message) {
  console.error(message)
  process.exit(2)
}
