/**
 * `npm run check:large`: a table of 40 million rows of 16 (2.56 GB, with .16 GB of Adagrad's accumulators) trains, is killed behind a
 * step and resumed bit for bit, exported and scored. No process may hold more than 2.2 times the table and its accumulators.
 * `--sample`: 4 million rows; as three mappings of one small file weigh more than its table, mapped files don't count there.
 * `--dir DIR`: where the files go for as long as it runs (17 GB of them; default: the system's temporary folder).
 */
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gigabytes, measured } from './measured.mjs'
import { must, root, setUp } from './setup.mjs'

const argument = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined)
const isSample = process.argv.includes('--sample')
const rows = isSample ? 4_000_000 : 40_000_000
const dim = 16
const held = rows * (dim + 1) * 4
/** A sample's table is small beside Node, DuckDB and ONNX Runtime themselves; a second copy of it must show all the same. */
const limit = isSample ? 1.5 * held + 1.5e8 : 2.2 * held

const spec = `import { linear } from "ctr:std"
surface web
level impression
features of impression { ad : id in ads }
table ads { rows: hash(${rows}), dim: ${dim} }
dataset log {
  query: "select * from read_csv('{root}/rows.csv')"
  surface: web
  labels: { click: click == 1 }
  splits: { train: row < 512, validation: row >= 512 and row < 768, test: row >= 768 }
}
model m on web { trunk { export let h = embed(ad) } }
tower web of m { predict click = linear(h) }
train m { dataset: log, batch: 64, epochs: 1, keep: best(click.logloss, every: 1) }
`

const fail = (reason) => {
  console.error(reason)
  process.exit(1)
}

/** Steps behind a checkpoint, by its header; undefined while there is none. */
function stepOf(path) {
  let file
  try {
    file = openSync(path, 'r')
  } catch {
    return undefined
  }
  const bytes = Buffer.alloc(4096)
  readSync(file, bytes, 0, bytes.length, 0)
  closeSync(file)
  return Number(/\\"step\\":(\d+)/.exec(bytes.toString('latin1'))?.[1])
}

/** Whether two files hold the same bytes, however many. */
function areEqual(one, other) {
  const files = [openSync(one, 'r'), openSync(other, 'r')]
  const parts = files.map(() => Buffer.alloc(2 ** 24))
  try {
    for (;;) {
      const [a, b] = files.map((file, i) => readSync(file, parts[i], 0, parts[i].length, null))
      if (a !== b || parts[0].compare(parts[1], 0, b, 0, a) !== 0) return false
      if (a === 0) return true
    }
  } finally {
    files.forEach(closeSync)
  }
}

setUp()
must(process.execPath, [`${root}scripts/build.mjs`])
const folder = mkdtempSync(join(argument('--dir') ?? tmpdir(), 'ctrc-large-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))
const at = (...parts) => join(folder, ...parts)
writeFileSync(at('main.ctr'), spec)
const lines = Array.from(
  { length: 1024 },
  (_, row) => `${row},${(row * 2654435761) % 2 ** 32},${row % 3 === 0 ? 1 : 0}`,
)
writeFileSync(at('rows.csv'), `row,ad,click\n${lines.join('\n')}\n`)

console.log(
  `a table of ${rows} x ${dim}: ${gigabytes(held)} with its accumulators, at most ${gigabytes(limit)} in a process`,
)
const peaks = []
const ctrc = async (title, args, options) => {
  const result = await measured(title, args, options)
  peaks.push(isSample ? result.anonymous : result.peak)
  return result
}
const train = (run, ...more) => ['train', at('main.ctr'), '--param', `root=${folder}`, '--run', at(run), ...more]
const last = (run) => at(run, 'checkpoints', 'last.safetensors')

await ctrc('train, uninterrupted (8 steps)', train('whole'))
const { killed } = await ctrc('train, killed behind a step', train('killed', '--checkpoint-every', '0'), {
  killWhen: () => (stepOf(last('killed')) ?? 0) >= 1,
})
if (!killed) fail('the training ended before it could be killed')
const killedAt = stepOf(last('killed'))
await ctrc(`resumed from step ${killedAt}`, train('killed', '--resume'))
for (const file of ['last', 'best']) {
  const path = (run) => at(run, 'checkpoints', `${file}.safetensors`)
  if (!areEqual(path('whole'), path('killed'))) fail(`${file}.safetensors of the resumed run differs`)
}
console.log('the checkpoints of both runs are equal bit for bit')
rmSync(at('whole'), { recursive: true })
await ctrc('eval', ['eval', at('killed')])
await ctrc('export, verified', ['export', at('killed'), '--out', at('out')])
await ctrc('predict', ['predict', at('out', 'serving', 'web'), '--input', at('rows.csv'), '--out', at('scores.csv')])
const scored = readFileSync(at('scores.csv'), 'utf8').trim().split('\n').length - 1
if (scored !== lines.length) fail(`${scored} rows were scored, not ${lines.length}`)
await ctrc('build, untrained', ['build', at('main.ctr'), '--untrained', '--out', at('built')])

const peak = Math.max(...peaks)
console.log(`peak ${gigabytes(peak)}: ${(peak / held).toFixed(2)} times the table and its accumulators`)
if (peak > limit) fail(`that is more than ${gigabytes(limit)}`)
