/**
 * Mistakes that people make, seeded in the reference specs and examples: `npm run check:mistakes -- --count N --seed S`, `--kind WORD`. What a text shows
 * to be wrong, or what cannot be built, has to be reported at the place of the mistake or with it among the related places, with no crash and at most
 * three errors beside it; what means the same as before has to pass. Prints a table of the kinds; ends with 1 where one is not so.
 */
import { parseArgs } from 'node:util'
import { Draw } from './draw.ts'
import { factsOf, type TextFacts } from './mistake-facts.ts'
import { type Mistake, mistakeKinds } from './mistake-kinds.ts'
import { meaningOf, verdictOf } from './mistake-verdict.ts'
import { type SpecProgram, specPrograms } from './spec-programs.ts'

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '160' },
    seed: { type: 'string', default: '1' },
    kind: { type: 'string' },
  },
})
const seed = Number(options.seed)

interface Program extends SpecProgram {
  readonly facts: TextFacts
  readonly meaning: string
}

interface Tried {
  tried: number
  wrong: number
  reported: number
  other: number
  mostErrors: number
}

const programs = specPrograms(process.cwd())
  .filter(({ name }) => !name.startsWith('/conformance'))
  .map((program): Program => {
    const meaning = meaningOf(program.files, program.entry)
    if (meaning === undefined) throw new Error(`${program.name} cannot be built as it is`)
    const own = Object.fromEntries(
      program.read.flatMap((path) => (path.endsWith('.ctr') ? [[path, program.files[path]!]] : [])),
    )
    return { ...program, facts: factsOf(own), meaning }
  })
const kinds = Object.entries(mistakeKinds).filter(([name]) => options.kind === undefined || name.includes(options.kind))
const ofEach = Math.ceil(Number(options.count) / kinds.length)
const failures: string[] = []
const table = new Map<string, Tried>()
for (const [name, mistakesIn] of kinds) {
  const draw = new Draw(seed, name)
  const row: Tried = { tried: 0, wrong: 0, reported: 0, other: 0, mostErrors: 0 }
  table.set(name, row)
  const all = programs.flatMap((program) => mistakesIn(program.facts, draw).map((mistake) => ({ program, mistake })))
  for (const { program, mistake } of drawn(all, ofEach, draw)) tryMistake(name, program, mistake, row)
}
printTable()
for (const failure of failures) console.log(failure)
process.exitCode = failures.length === 0 ? 0 : 1

/** So many of a list, none twice. */
function drawn<Each>(all: readonly Each[], count: number, draw: Draw): readonly Each[] {
  const left = [...all]
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(draw.below(left.length), 1)[0]!)
}

function tryMistake(kind: string, { name, entry, files, meaning }: Program, mistake: Mistake, row: Tried): void {
  const { file, start, end, text } = mistake
  const before = files[file]!
  const line = before.slice(0, start).split('\n').length
  const what = `${kind}, ${name}: ${file}:${line} ${JSON.stringify(before.slice(start, end).slice(0, 60))} -> ${JSON.stringify(text.slice(0, 60))}`
  row.tried++
  try {
    const changed = { ...files, [file]: before.slice(0, start) + text + before.slice(end) }
    const verdict = verdictOf(entry, changed, mistake, meaning)
    if (verdict.isWrong) row.wrong++
    else if (verdict.meaning !== meaning) row.other++
    if (verdict.isWrong && verdict.fault === undefined) row.reported++
    row.mostErrors = Math.max(row.mostErrors, verdict.errors)
    if (verdict.fault !== undefined) failures.push(`FAILED ${what}\n       ${verdict.fault}`)
  } catch (error) {
    failures.push(`FAILED ${what}\n       ${error instanceof Error ? error.stack?.slice(0, 1200) : String(error)}`)
  }
}

function printTable(): void {
  const sum: Tried = { tried: 0, wrong: 0, reported: 0, other: 0, mostErrors: 0 }
  const columns = ['tried', 'wrong', 'reported', 'other', 'mostErrors'] as const
  const line = (name: string, of: Tried): string =>
    `${columns.map((each) => String(of[each]).padStart(9)).join('')}  ${name}`
  console.log(`${['tried', 'wrong', 'reported', 'another', 'most'].map((each) => each.padStart(9)).join('')}  kind`)
  console.log(`${['', '', '', 'program', 'errors'].map((each) => each.padStart(9)).join('')}`)
  for (const [name, of] of table) {
    console.log(line(name, of))
    for (const each of columns) sum[each] = each === 'mostErrors' ? Math.max(sum[each], of[each]) : sum[each] + of[each]
  }
  console.log(line('all', sum))
  console.log(
    `${sum.tried} changes of ${programs.length} programs from seed ${seed}: ${sum.wrong} are wrong, ${sum.reported} of them reported as they must be; ${failures.length} failures`,
  )
}
