/**
 * Lexes, parses, formats and checks texts of any kind: `npm run fuzz:text -- --seconds N --seed S --count N`. Whatever the text, nothing
 * throws, every diagnostic has a place in it, and no step takes more than a second of processor for each 100 KB (a second for a shorter one);
 * what parses is formatted to a text of the same tree, which formatting leaves alone; what does not is left alone. `--case N` prints one.
 */
import { memoryHost } from '../../src/host/memory.ts'
import { checkEntry } from '../../src/language/check/check-entry.ts'
import { format } from '../../src/language/format/format.ts'
import { parse } from '../../src/language/syntax/parse.ts'
import { shapeOf } from '../language/syntax/reading.ts'
import { casesFromArguments } from './case-loop.ts'
import { Draw } from './draw.ts'
import { specPrograms } from './spec-programs.ts'
import { textKinds } from './texts.ts'

const path = '/main.ctr'
const cases = casesFromArguments()
const programs = specPrograms(process.cwd())
const names = Object.keys(textKinds)
interface Tried {
  texts: number
  parsed: number
  characters: number
}
const tried = new Map<string, Tried>(names.map((name) => [name, { texts: 0, parsed: 0, characters: 0 }]))
const failures: string[] = []
let slowest = { ratio: 0, seconds: 0, what: '' }

const count = await cases.run((number) => {
  const draw = new Draw(cases.seed, `case ${number}`)
  const name = draw.of(names)
  const text = textKinds[name]!(programs, draw)
  const what = `case ${number}: ${name}, ${text.length} characters`
  cases.begin(number, what)
  if (cases.isOne) console.log(text)
  const of = tried.get(name)!
  of.texts++
  of.characters += text.length
  try {
    if (timed(what, text, () => isSound(text))) of.parsed++
    timed(what, text, () => checked(text))
  } catch (error) {
    failures.push(`FAILED ${what}: ${error instanceof Error ? error.stack?.slice(0, 1200) : String(error)}`)
  }
})

console.log(`${'texts'.padStart(9)}${'parsed'.padStart(9)}${'KB'.padStart(9)}  what`)
for (const [name, { texts, parsed, characters }] of tried)
  console.log(
    `${[texts, parsed, Math.round(characters / 1000)].map((each) => String(each).padStart(9)).join('')}  ${name}`,
  )
console.log(
  `${count} texts from seed ${cases.seed}, ${failures.length} failures; the slowest took ${slowest.seconds.toFixed(2)} s of processor: ${slowest.what}`,
)
for (const failure of failures.slice(0, 20)) console.log(failure)
process.exitCode = failures.length === 0 && count > 0 ? 0 : 1

function timed<Result>(what: string, text: string, step: () => Result): Result {
  const before = process.cpuUsage()
  const result = step()
  const seconds = process.cpuUsage(before).user / 1e6
  const ratio = seconds / Math.max(1, text.length / 100_000)
  if (ratio > slowest.ratio) slowest = { ratio, seconds, what }
  if (ratio > 1) failures.push(`FAILED ${what}: it took ${seconds.toFixed(1)} s of processor`)
  return result
}

/** Parses and formats a text; whether it has no errors. Throws where a rule is broken. */
function isSound(text: string): boolean {
  const { file, diagnostics } = parse(path, text)
  inPlace(text, diagnostics)
  const formatted = format(path, text)
  if (diagnostics.length > 0) {
    if (formatted.kind !== 'broken') throw new Error('a broken text was formatted')
    return false
  }
  if (formatted.kind === 'broken')
    throw new Error(`a text without errors was refused: ${formatted.diagnostics[0]?.message}`)
  const again = parse(path, formatted.text)
  if (JSON.stringify(shapeOf(again.file.items)) !== JSON.stringify(shapeOf(file.items)))
    throw new Error('formatting changed the tree')
  const twice = format(path, formatted.text)
  if (twice.kind === 'broken' || twice.text !== formatted.text) throw new Error('formatting again changed the text')
  return true
}

function checked(text: string): void {
  inPlace(text, checkEntry(memoryHost({ [path]: text }), path).diagnostics)
}

function inPlace(text: string, diagnostics: readonly Found[]): void {
  for (const { code, span } of diagnostics)
    if (
      span !== undefined &&
      span.file === path &&
      !(0 <= span.start && span.start <= span.end && span.end <= text.length)
    )
      throw new Error(`${code} is at ${span.start} to ${span.end} of ${text.length}`)
}

type Found = ReturnType<typeof checkEntry>['diagnostics'][number]
