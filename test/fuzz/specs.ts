/**
 * Checks changed and drawn specs, and builds those without errors: `npm run fuzz:specs -- --seconds N --seed S --count N --build SHARE`. Whatever the text, `ctrc
 * check` ends with 0 or 1 and diagnostics at real places, prints nothing that a terminal obeys, and takes no more than 5 s of processor; what
 * checks clean becomes a training step and verified serving graphs, or a diagnostic. `--case N` repeats one case and prints its text.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DiagnosticError } from '../../src/diagnostics/report.ts'
import { memoryHost } from '../../src/host/memory.ts'
import { built } from './built-spec.ts'
import { casesFromArguments } from './case-loop.ts'
import { faultOfCheck } from './checked-spec.ts'
import { Draw } from './draw.ts'
import { generatedSpec } from './spec-generator.ts'
import { mutations, piecesOf } from './spec-mutations.ts'
import { type SpecProgram, specPrograms } from './spec-programs.ts'

const cases = casesFromArguments({ build: '1' })
const { seed } = cases
/** Seconds of processor that a check may take. */
const mostSeconds = 5

interface Tried {
  count: number
  clean: number
  built: number
  refused: number
  repeated: number
  large: number
}

const programs = specPrograms(process.cwd())
/** Conformance cases are many, and most are wrong as they are. */
const [right, marked] = [
  programs.filter(({ name }) => !name.startsWith('/conformance')),
  programs.filter(({ name }) => name.startsWith('/conformance')),
]
const around = new Map(programs.map((program) => [program, aroundOf(program)]))
const folder = mkdtempSync(join(tmpdir(), 'ctrc-fuzz-specs-'))
const tried = new Map<string, Tried>()
const failures: string[] = []
/** Graphs that were built already: most changes of a text that is still right change no graph. */
const known = new Set<string>()
const codes = new Map<string, number>()
let slowest = { seconds: 0, what: '' }
let count = 0
let fixed = 0
try {
  count = await cases.run((number) => tryCase(number))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const columns = ['count', 'clean', 'built', 'repeated', 'refused', 'large'] as const
const line = (name: string, of: Tried): string =>
  `${columns.map((each) => String(of[each]).padStart(8)).join('')}  ${name}`
const sum: Tried = { count: 0, clean: 0, built: 0, refused: 0, repeated: 0, large: 0 }
console.log(`${columns.map((each) => each.padStart(8)).join('')}  done to the text`)
for (const [name, of] of [...tried].sort()) {
  console.log(line(name, of))
  for (const each of columns) sum[each] += of[each]
}
console.log(line('all', sum))
console.log(
  `${count} cases from seed ${seed}, ${failures.length} failures, ${codes.size} codes reported, ${fixed} fixes put in; the slowest check took ${slowest.seconds.toFixed(2)} s of processor: ${slowest.what}`,
)
for (const failure of failures) console.log(failure)
process.exitCode = failures.length === 0 && count > 0 ? 0 : 1

interface Case {
  readonly kind: string
  readonly entry: string
  readonly files: Readonly<Record<string, string | Uint8Array>>
  readonly what: string
}

async function tryCase(number: number): Promise<void> {
  const draw = new Draw(seed, `case ${number}`)
  const drawn = drawnCase(draw)
  const what = `case ${number}: ${drawn.what}`
  cases.begin(number, what)
  if (cases.isOne)
    for (const [path, text] of Object.entries(drawn.files))
      if (drawn.what.includes(path) || path === drawn.entry) console.log(`// ${path}\n${text}`)
  const of = tried.get(drawn.kind) ?? { count: 0, clean: 0, built: 0, refused: 0, repeated: 0, large: 0 }
  tried.set(drawn.kind, of)
  of.count++
  try {
    const before = process.cpuUsage()
    const checked = await faultOfCheck(drawn.entry, drawn.files, draw.chance(0.5) ? 'json' : 'pretty')
    const { user } = process.cpuUsage(before)
    if (user / 1e6 > slowest.seconds) slowest = { seconds: user / 1e6, what }
    for (const code of checked.codes) codes.set(code, (codes.get(code) ?? 0) + 1)
    if (checked.isFixed) fixed++
    if (checked.fault !== undefined) failures.push(`FAILED ${what}: ${checked.fault}`)
    if (user / 1e6 > mostSeconds) failures.push(`FAILED ${what}: the check took ${(user / 1e6).toFixed(1)} s`)
    if (!checked.isClean) return
    of.clean++
    if (!draw.chance(Number(cases.option('build')))) return
    of[await built(memoryHost(drawn.files), drawn.entry, { out: join(folder, 'out'), known, seed: number })]++
  } catch (error) {
    const isRefused = error instanceof DiagnosticError && !error.message.includes('CTR7001')
    if (isRefused) {
      of.refused++
      if (cases.isOne) console.log(error.message)
    } else failures.push(`FAILED ${what}: ${error instanceof Error ? error.stack?.slice(0, 1500) : String(error)}`)
  } finally {
    rmSync(join(folder, 'out'), { recursive: true, force: true })
  }
}

function drawnCase(draw: Draw): Case {
  const isGenerated = draw.chance(0.15)
  const program = isGenerated ? generatedProgram(draw) : draw.of(draw.chance(0.6) ? right : marked)
  if (isGenerated && draw.chance(0.5))
    return { kind: 'drawn', entry: program.entry, files: program.files, what: program.name }
  const path = draw.of(program.read)
  const names = Object.keys(mutations)
  const times = draw.chance(0.75) ? 1 : 2 + draw.below(3)
  let text: string | Uint8Array = program.files[path]!
  const done: string[] = []
  const beside = around.get(program) ?? aroundOf(program)
  for (let i = 0; i < times && typeof text === 'string'; i++) {
    const name = draw.of(names)
    text = mutations[name]!(text, draw, beside)
    done.push(name)
  }
  const kind = isGenerated ? 'drawn, then changed' : done.length > 1 ? 'several changes' : done[0]!
  const what = `${program.name}, ${path}: ${done.join(', ')}`
  return {
    kind: isGenerated ? 'drawn, then changed' : kind,
    entry: program.entry,
    files: { ...program.files, [path]: text },
    what,
  }
}

function generatedProgram(draw: Draw): SpecProgram {
  return { name: 'drawn', entry: '/main.ctr', files: { '/main.ctr': generatedSpec(draw) }, read: ['/main.ctr'] }
}

function aroundOf({ files, read }: SpecProgram) {
  const texts = read.map((path) => files[path]!)
  return {
    words: [...new Set(texts.flatMap(piecesOf).filter((piece) => /^[A-Za-z_]/.test(piece)))],
    lines: texts.flatMap((text) => text.split('\n')).filter((each) => each.trim() !== ''),
  }
}
