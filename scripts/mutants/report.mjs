import { survivors } from './survivors.mjs'

const verdicts = ['killed', 'timed out', 'types', 'survived', 'no coverage']

/**
 * The mutation score in percent: the share that tests notice. One that never ends is noticed too. What the compiler refuses needs no test and is
 * left out, as Stryker leaves it out; but only what the quick tests let through is compiled, so that what both refuse counts as noticed.
 */
export function scoreOf(mutants) {
  const valid = mutants.filter(({ verdict }) => verdict !== 'types')
  const noticed = valid.filter(({ verdict }) => verdict === 'killed' || verdict === 'timed out')
  return valid.length === 0 ? 100 : (100 * noticed.length) / valid.length
}

/** Why a mutant may survive, or undefined where nobody has said so. */
const reasonOf = ({ file, from, to }) =>
  survivors.find((known) => known.file === file && known.from === from && known.to === to)?.reason

/** Every mutant that no test noticed, by file and line: what stands there, what it became, and why that may be. */
export function printSurvivors(mutants) {
  const left = mutants.filter(({ verdict }) => verdict === 'survived' || verdict === 'no coverage')
  for (const mutant of left.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))) {
    console.log(`\n${placeOf(mutant)}  ${mutant.verdict}, ${mutant.kind}`)
    console.log(`  - ${onOneLine(mutant.from)}\n  + ${onOneLine(mutant.to)}`)
    console.log(`  ${reasonOf(mutant) ?? 'no reason is known'}`)
  }
  const known = left.filter((mutant) => reasonOf(mutant) !== undefined).length
  console.log(`\n${left.length} mutants were not noticed, ${known} of them for a reason that is known`)
}

export function printTable(mutants) {
  const line = (name, cells) => console.log(name.padEnd(12) + cells.map((cell) => String(cell).padStart(12)).join(''))
  const row = (name, some) =>
    line(name, [
      some.length,
      ...verdicts.map((verdict) => some.filter((mutant) => mutant.verdict === verdict).length),
      `${scoreOf(some).toFixed(1)} %`,
    ])
  console.log()
  line('', ['mutants', ...verdicts, 'score'])
  for (const name of new Set(mutants.map(({ folder }) => folder))) {
    row(
      name,
      mutants.filter(({ folder }) => folder === name),
    )
  }
  row('all', mutants)
}

const placeOf = ({ file, location }) => `${file}:${location.start.line + 1}:${location.start.column + 1}`

function onOneLine(text) {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length <= 110 ? line : `${line.slice(0, 107)}...`
}
