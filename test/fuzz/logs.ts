/**
 * Writes odd and broken logs and gives each to `ctrc check --data` and `ctrc train`: `npm run fuzz:logs -- --seconds N --seed S --count N`. What the
 * check passes is trained on, what it refuses is not; no command ends with 70, prints what a terminal obeys, takes 5 s of processor more than a
 * log as it should be, or leaves something half-written. `--case N` repeats one case and prints what the commands said.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ctrc, type Ran } from '../tools/cli/run-cli.ts'
import { casesFromArguments } from './case-loop.ts'
import { Draw } from './draw.ts'
import { writeLog } from './drawn-log.ts'
import { quickDisk } from './files-project.ts'

const cases = casesFromArguments()
const { seed } = cases
/** Seconds of processor that a command may take beyond those that it takes for a log as it should be. */
const patience = 5

/** A check reads all splits and the columns of all surfaces; a training the splits that it needs. */
const ofCheckAlone = ['CTR4024']

interface Tried extends Ran {
  /** Of processor. */
  readonly seconds: number
}

const folder = mkdtempSync(join(tmpdir(), 'ctrc-fuzz-logs-'))
const [specPath, data, run] = ['main.ctr', 'data', 'run'].map((name) => join(folder, name)) as [string, string, string]
const tried = new Map<string, { trained: number; refused: number }>()
const codes = new Map<string, number>()
const failures: string[] = []
let slowest = { seconds: 0, what: '' }
let count = 0
try {
  writeFileSync(specPath, (await writeLog(data)).spec)
  const [check, train] = await commands()
  if (check.exit !== 0 || train.exit !== 0)
    throw new Error(`the log as it should be is refused: ${check.log}${train.log}`)
  count = await cases.run((number) => tryCase(number, Math.max(check.seconds, train.seconds) + patience))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(' trained refused')
for (const [what, { trained, refused }] of [...tried].sort())
  console.log(`${String(trained).padStart(8)}${String(refused).padStart(8)} ${what}`)
console.log(
  `${count} logs from seed ${seed}, ${failures.length} failures, ${codes.size} codes reported; the slowest command took ${slowest.seconds.toFixed(2)} s of processor: ${slowest.what}`,
)
for (const failure of failures) console.log(failure)
process.exitCode = failures.length === 0 ? 0 : 1

async function tryCase(number: number, most: number): Promise<void> {
  const draw = new Draw(seed, `case ${number}`)
  cases.begin(number, `case ${number}`)
  const log = await writeLog(data, draw)
  const what = `case ${number}: ${log.what}`
  cases.begin(number, what)
  writeFileSync(specPath, log.spec)
  const [check, train] = await commands()
  const trained = train.exit === 0
  const count = tried.get(log.kind) ?? { trained: 0, refused: 0 }
  count[trained ? 'trained' : 'refused']++
  tried.set(log.kind, count)
  for (const ran of [check, train]) {
    if (ran.seconds > slowest.seconds) slowest = { seconds: ran.seconds, what }
    for (const code of codesOf(ran)) codes.set(code, (codes.get(code) ?? 0) + 1)
  }
  if (cases.isOne) console.log(`${what}\n${check.log}${train.log}`)
  const fault = faultOf(check, most) ?? faultOf(train, most) ?? disagreement(check, train) ?? leftovers(train)
  if (fault === undefined) return
  failures.push(`FAILED ${what}: ${fault}\n${check.log.slice(0, 1000)}-- and train\n${train.log.slice(0, 1000)}`)
}

async function commands(): Promise<readonly [Tried, Tried]> {
  rmSync(run, { recursive: true, force: true })
  const root = ['--param', `root=${data}`]
  return [
    await timed(['check', specPath, '--data', 'log', ...root]),
    await timed(['train', specPath, ...root, '--run', run]),
  ]
}

async function timed(args: readonly string[]): Promise<Tried> {
  const before = process.cpuUsage()
  const ran = await ctrc(args, quickDisk())
  const { user, system } = process.cpuUsage(before)
  return { ...ran, seconds: (user + system) / 1e6 }
}

function codesOf({ log }: Ran): readonly string[] {
  return [...log.matchAll(/^(?:error|warning|information) (CTR\d{4}):/gm)].map(([, code]) => code!)
}

function errorsOf({ log }: Ran): readonly string[] {
  return [...log.matchAll(/^error (CTR\d{4}):/gm)].map(([, code]) => code!)
}

function faultOf(ran: Tried, most: number): string | undefined {
  if (![0, 1].includes(ran.exit)) return `exit ${ran.exit}`
  if (ran.log.includes('CTR9901')) return 'a defect is reported'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what may not be printed.
  if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(ran.log + ran.out))
    return 'control characters are printed'
  if (/\p{Surrogate}/u.test(ran.log + ran.out)) return 'half of a surrogate pair is printed'
  if ((ran.log + ran.out).length > 20_000) return `${(ran.log + ran.out).length} characters are printed`
  if (ran.exit !== 0 && errorsOf(ran).length === 0) return 'no error is reported'
  if (ran.seconds > most) return `it took ${ran.seconds.toFixed(1)} s of processor`
  return undefined
}

function disagreement(check: Ran, train: Ran): string | undefined {
  // A training diverges on numbers that are too large for it, of which the check warns.
  if (check.log.includes('CTR4046') && train.exit !== 0 && errorsOf(train).every((code) => code === 'CTR5010'))
    return undefined
  if (check.exit === 0 && train.exit !== 0) return `the check passes and the training ends with ${errorsOf(train)}`
  if (check.exit !== 0 && train.exit === 0 && errorsOf(check).some((code) => !ofCheckAlone.includes(code)))
    return `the check finds ${errorsOf(check)}, and it is trained all the same`
  return undefined
}

/** A run that was refused is not there, unless it could be resumed to another end: where files are mended. */
function leftovers(train: Ran): string | undefined {
  const left = readdirSync(folder, { recursive: true }).map(String)
  const half = left.filter((name) => /\.(tmp|new|old|writing)(\.|\/|$)|(^|\/)lock/.test(name))
  if (half.length > 0) return `left behind: ${half.join(', ')}`
  if (train.exit === 0 || !existsSync(run)) return undefined
  if (!existsSync(join(run, 'checkpoints/last.safetensors')))
    return `a run without a checkpoint is left: ${readdirSync(run).join(', ')}`
  return errorsOf(train).every((code) => code.startsWith('CTR4') || code === 'CTR5010')
    ? undefined
    : 'a run is left that can only end as it did'
}
