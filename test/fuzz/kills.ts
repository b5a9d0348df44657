/**
 * Ends commands at random moments, as processes of their own: `npm run fuzz:kills -- --seconds N --seed S --count N`. By SIGKILL, SIGTERM or SIGINT;
 * afterwards no artifact is half-written, the command done again gives what it gives undisturbed (a training resumed: the same weights bit for
 * bit), and nothing temporary is left. `--command NAME` tries one command alone, `--case N` repeats one case.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Finished, start } from '../slow/bundle.ts'
import { casesFromArguments } from './case-loop.ts'
import { Draw } from './draw.ts'
import { type KilledCommand, killedCommands } from './killed-commands.ts'
import { KillsProject } from './kills-project.ts'

const cases = casesFromArguments({ command: undefined })
const { seed } = cases
const commands = killedCommands.filter(
  ({ name }) => cases.option('command') === undefined || name === cases.option('command'),
)

interface Tried {
  /** Ended by the signal, or by ctrc on it. */
  killed: number
  /** Done before the signal came. */
  done: number
}

const project = new KillsProject(mkdtempSync(join(tmpdir(), 'ctrc-fuzz-kills-')))
const tried = new Map<string, Tried>()
const failures: string[] = []
/** From the signal to the end of the process, where ctrc ended it. */
let slowest = { milliseconds: 0, what: '' }
let count = 0
try {
  await project.make()
  const took = new Map<string, number>()
  for (const command of commands) took.set(command.name, await project.keepUndisturbed(command))
  count = await cases.run((number) => tryCase(number, took))
} finally {
  rmSync(project.folder, { recursive: true, force: true })
}
console.log('  killed    done')
for (const [what, { killed, done }] of [...tried].sort())
  console.log(`${String(killed).padStart(8)}${String(done).padStart(8)} ${what}`)
console.log(
  `${count} cases from seed ${seed}, ${failures.length} failures; the slowest end behind a signal took ${Math.round(slowest.milliseconds)} ms: ${slowest.what}`,
)
for (const failure of failures) console.log(failure)
process.exitCode = failures.length === 0 ? 0 : 1

async function tryCase(number: number, took: ReadonlyMap<string, number>): Promise<void> {
  const draw = new Draw(seed, `case ${number}`)
  const command = draw.of(commands)
  const signal = draw.of(['SIGKILL', 'SIGKILL', 'SIGTERM', 'SIGINT'] as const)
  const share = draw.below(1000) / 1000
  const what = `case ${number}: ${signal} at ${share} of ctrc ${command.name}`
  cases.begin(number, what)
  project.restore()
  const kind = `${command.name}, ${signal}`
  const count = tried.get(kind) ?? { killed: 0, done: 0 }
  tried.set(kind, count)
  const { ran, sent } = await disturbed(command, signal, share * took.get(command.name)!)
  count[ran.exit === 0 ? 'done' : 'killed']++
  if (sent !== undefined && ran.exit === 130 && sent > slowest.milliseconds) slowest = { milliseconds: sent, what }
  const fault = endFault(ran, signal) ?? project.faultBehind(command, signal) ?? (await againFault(command))
  if (fault !== undefined) failures.push(`FAILED ${what}: ${fault}\n${ran.log.slice(-1500)}`)
}

/** The command, and how many milliseconds it lived behind the signal. */
async function disturbed(command: KilledCommand, signal: NodeJS.Signals, after: number) {
  const running = start(command.args, project.folder)
  let at: number | undefined
  const timer = setTimeout(() => {
    at = performance.now()
    running.child.kill(signal)
  }, after)
  const ran = await running.finished
  clearTimeout(timer)
  return { ran, sent: at === undefined ? undefined : performance.now() - at }
}

/** Before ctrc listens, and behind its end, Node itself ends by the signal. */
function endFault({ exit, signal: by, log }: Finished, signal: NodeJS.Signals): string | undefined {
  if (by === signal || exit === 0) return undefined
  if (exit === 130 && signal !== 'SIGKILL') return log.includes('error CTR') ? 'an error is reported' : undefined
  return `it ended with ${by ?? exit}`
}

/** Done again, or resumed, it gives what it gave undisturbed, and clears up behind the first. */
async function againFault(command: KilledCommand): Promise<string | undefined> {
  const again = await start(command.again(project.folder), project.folder).finished
  if (again.exit !== 0) return `done again, it ended with ${again.exit}: ${again.log.slice(-1500)}`
  return project.faultInTheEnd(command)
}
