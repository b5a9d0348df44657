/**
 * Damages files of a run and of an export, one a case, and runs each command on them: `npm run fuzz:files -- --seconds N --seed S`. No command may
 * end with 70, print control characters or leave something half-written; one that ends with 0 must give what it gave before. What was tried is
 * printed; `--case N` repeats one case.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ctrc, type Ran } from '../tools/cli/run-cli.ts'
import { casesFromArguments } from './case-loop.ts'
import { damage } from './damage.ts'
import { Draw } from './draw.ts'
import { FilesProject, quickDisk } from './files-project.ts'

const cases = casesFromArguments()
const { seed } = cases

interface Command {
  readonly name: string
  /** Of the folder whose files are damaged. */
  readonly of: string
  readonly args: (project: FilesProject) => readonly string[]
  /** What it gives, beside its output: compared with what a whole project gives. */
  readonly gives?: string
}

const commands: readonly Command[] = [
  { name: 'eval', of: 'run', args: (p) => ['eval', p.path('run'), '--format', 'json'] },
  { name: 'calibrate', of: 'run', args: (p) => ['calibrate', p.path('run')], gives: 'run/calibration.json' },
  {
    name: 'export',
    of: 'run',
    args: (p) => ['export', p.path('run'), '--out', p.path('again')],
    gives: 'again/serving/search/1/model.onnx',
  },
  {
    name: 'build',
    of: 'run',
    args: (p) => ['build', p.path('spec'), '--from', p.path('run'), '--out', p.path('again')],
    gives: 'again/serving/search/manifest.json',
  },
  {
    name: 'resume',
    of: 'begun',
    args: (p) => ['train', '--run', p.path('begun'), '--resume'],
    gives: 'begun/checkpoints/best.safetensors',
  },
  {
    name: 'resume a finished run',
    of: 'run',
    args: (p) => ['train', '--run', p.path('run'), '--resume'],
    gives: 'run/checkpoints/best.safetensors',
  },
  {
    name: 'predict',
    of: 'out/serving/search',
    args: (p) => [
      ...['predict', p.path('out/serving/search'), '--input', p.path('data/log.parquet')],
      ...['--out', p.path('scores.csv')],
    ],
    gives: 'scores.csv',
  },
  {
    name: 'build --weights',
    of: 'out/serving/search',
    args: (p) => [
      ...[
        'build',
        p.path('spec'),
        '--weights',
        p.path('out/serving/search/checkpoint.safetensors'),
        '--surface',
        'search',
      ],
      ...['--out', p.path('again')],
    ],
  },
]

const project = new FilesProject(mkdtempSync(join(tmpdir(), 'ctrc-fuzz-')))
const tried = new Map<string, number>()
const failures: string[] = []
let slowest = { milliseconds: 0, what: '' }
let count = 0
try {
  await project.make()
  const wanted = new Map<string, string>()
  for (const command of commands) {
    project.restore()
    const ran = await ctrc(command.args(project), quickDisk())
    wanted.set(command.name, given(command, ran))
  }
  count = await cases.run((number) => tryCase(number, wanted))
} finally {
  rmSync(project.folder, { recursive: true, force: true })
}
for (const [what, count] of [...tried].sort()) console.log(`${String(count).padStart(6)} ${what}`)
console.log(
  `${count} cases from seed ${seed}, ${failures.length} failures; the slowest took ${Math.round(slowest.milliseconds)} ms: ${slowest.what}`,
)
for (const failure of failures) console.log(failure)
process.exitCode = failures.length === 0 ? 0 : 1

async function tryCase(number: number, wanted: ReadonlyMap<string, string>): Promise<void> {
  const draw = new Draw(seed, `case ${number}`)
  project.restore()
  const command = draw.of(commands)
  const files = project.files(command.of)
  const file = draw.of(files)
  const others = [...files, ...project.files('begun')].map((name) => project.path(name))
  const done = damage(project.path(file), others, draw).replaceAll(`${project.folder}/`, '')
  const digests = draw.chance(0.6)
  const what = `case ${number}: ctrc ${command.name}${digests ? '' : ' --no-digests'}, ${file}: ${done}`
  cases.begin(number, what)
  const start = performance.now()
  const ran = await ctrc([...command.args(project), ...(digests ? [] : ['--no-digests'])], quickDisk())
  const milliseconds = performance.now() - start
  if (milliseconds > slowest.milliseconds) slowest = { milliseconds, what }
  const kind = `${command.name}${digests ? '' : ' --no-digests'}: exit ${ran.exit}`
  tried.set(kind, (tried.get(kind) ?? 0) + 1)
  const fault = faultOf(command, ran, digests, wanted)
  if (fault !== undefined) failures.push(`FAILED ${what}: ${fault}\n${ran.log.slice(0, 2000)}`)
}

function faultOf(
  command: Command,
  ran: Ran,
  digests: boolean,
  wanted: ReadonlyMap<string, string>,
): string | undefined {
  if (![0, 1, 3].includes(ran.exit)) return `exit ${ran.exit}`
  if (ran.log.includes('CTR9901')) return 'a defect is reported'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what may not be printed.
  if (/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/.test(ran.log + ran.out))
    return 'control characters are printed'
  if (ran.exit !== 0 && !/^error CTR\d{4}: |"severity": "error"/m.test(ran.log + ran.out)) return 'no error is reported'
  const left = project.files('.').filter((name) => /\.(tmp|new|old|writing)(\.|\/|$)|(^|\/)lock/.test(name))
  if (left.length > 0) return `left behind: ${left.join(', ')}`
  const isReported = (ran.log + ran.out).includes('CTR5024') // Without its calibration.json, a run is one that was never calibrated.
  if (ran.exit === 0 && digests && !isReported && given(command, ran) !== wanted.get(command.name))
    return 'it gives something else than before'
  return undefined
}

/**
 * What a command gave: its output, and the file that it wrote. A checkpoint of the same training from an earlier step is a whole one: a resume
 * goes on from there, prints it, and ends with the same weights.
 */
function given({ gives }: Command, { out }: Ran): string {
  const path = gives === undefined ? undefined : project.path(gives)
  return (
    out.replaceAll(/,? the last \d+ steps| in [\d.]+ s/g, '') +
    (path !== undefined && existsSync(path) && statSync(path).isFile() ? readFileSync(path).toString('latin1') : '')
  )
}
