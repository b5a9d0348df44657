/**
 * What many features and tables cost before and between the kernels: the compiler's stages, the engine's start, and a step, each in
 * seconds of processor. The control does the same arithmetic in one feature: a list of as many ids in one table as wide, of which
 * a batch touches as many rows as of all tables together.
 *
 *     node scripts/bench.mjs many-features [ids] [tables] [numbers] [rows]
 */
import { hasErrors } from '../src/diagnostics/report.ts'
import { encodedFeatures, portName } from '../src/graph/ports.ts'
import type { HostTensor } from '../src/graph/tensor.ts'
import { sizeOf } from '../src/graph/types.ts'
import { memoryHost } from '../src/host/memory.ts'
import { checkEntry } from '../src/language/check/check-entry.ts'
import { elaborate } from '../src/language/elaborate/elaborate.ts'
import { trainingGraphs } from '../src/learn/train/graphs.ts'
import { hyperAt } from '../src/optimizers/chosen.ts'
import { emitted } from '../src/runtime/native-model.ts'
import { openNativeTrainer } from '../src/runtime/native-trainer.ts'
import type { Trainer } from '../src/runtime/trainer.ts'

interface Size {
  readonly ids: number
  readonly tables: number
  readonly numbers: number
}

const [ids = 1000, tables = 1, numbers = 0, rows = 256] = process.argv.slice(2).map(Number)
const dim = 8
const tableHeight = 200_000

/** A model of one surface: every feature side by side, and a linear layer. */
function specOf({ ids, tables, numbers }: Size): string {
  const features = [
    ...Array.from({ length: ids }, (_, i) => `  s${i} : id in t${i % tables}`),
    ...Array.from({ length: numbers }, (_, i) => `  n${i} : float default 0`),
  ]
  const parts = [
    ...Array.from({ length: ids }, (_, i) => `embed(s${i})`),
    ...Array.from({ length: numbers }, (_, i) => `n${i}`),
  ]
  return model(features, tables, `concat(${parts.join(', ')})`)
}

/** The same numbers of rows looked up and multiplied, in one list of ids. */
const control = ({ ids }: Size): string =>
  model([`  s : list<id, ${ids}> in t0`], 1, `reshape(values(embed(s)), [${ids * dim}])`)

const model = (features: readonly string[], tables: number, x: string): string => `surface web
level impression
features of impression {
${features.join('\n')}
}
${Array.from({ length: tables }, (_, i) => `table t${i} { rows: hash(${tableHeight}), dim: ${dim} }`).join('\n')}
module linear<N>(x: [N]) -> [] {
  param w : [N, 1]
  return reshape(x @ w, [])
}
dataset log { query: "select 1", surface: web, labels: { click: click }, splits: { train: i < 800, test: i >= 800 } }
model m on web { trunk { export let x = ${x} } }
tower web of m { predict click = linear(x) }
train m { dataset: log, batch: 256, epochs: 1 }
`

const seconds = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1e6
}

async function measure(name: string, source: string, touched: number): Promise<number> {
  const lap = { since: process.cpuUsage(), parts: [] as string[] }
  const stage = (what: string): void => {
    lap.parts.push(`${what} ${seconds(lap.since).toFixed(2)} s`)
    lap.since = process.cpuUsage()
  }
  const { program, diagnostics } = checkEntry(memoryHost({ '/main.ctr': source }), '/main.ctr')
  const found = program?.models.get('m')
  const train = found?.train
  if (!program || !found || !train || hasErrors(diagnostics))
    throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'))
  stage('check')
  const { graph } = elaborate(program, found)
  stage('elaborate')
  const graphs = trainingGraphs(graph, train)
  const [training, forward] = [graphs.training(), graphs.forward()]
  stage('passes')
  emitted(training)
  stage('emit')
  const trainer = await openNativeTrainer({ training, forward, values: new Map(), threads: 2 })
  stage('engine start, both graphs emitted again')
  console.log(`${name}: ${lap.parts.join(', ')}; ${training.ops.length} ops`)
  const step = await stepOf(trainer, train, touched)
  console.log(`${name}: ${step.toFixed(2)} ms a step of ${rows} rows (least of 12)`)
  await trainer.dispose()
  return step
}

async function stepOf(
  trainer: Trainer,
  optimizers: Parameters<typeof hyperAt>[0],
  /** Rows of each table. */
  touched: number,
): Promise<number> {
  const tensors = new Map<string, HostTensor>()
  const tableRows = new Map<string, Int32Array>()
  for (const { port, type } of trainer.inputs) {
    for (const { as } of encodedFeatures(port))
      if (as.kind === 'row')
        tableRows.set(
          as.table,
          Int32Array.from({ length: touched }, (_, i) => i),
        )
    const dims = type.rows.kind === 'none' ? type.shape : [rows, ...type.shape]
    const size = sizeOf(dims)
    const data = (at: (i: number) => number) => Array.from({ length: size }, (_, i) => at(i))
    tensors.set(
      portName(port),
      type.dtype === 'int32'
        ? {
            dtype: 'int32',
            dims,
            data: Int32Array.from(data((i) => (port.kind === 'offsets' ? i * rows : (i * 7919) % touched))),
          }
        : { dtype: 'float32', dims, data: Float32Array.from(data((i) => (port.kind === 'weight_sum' ? rows : i % 2))) },
    )
  }
  const times: number[] = []
  for (let step = 1; step <= 14; step++) {
    const begun = performance.now()
    await trainer.step({ tensors, tableRows }, hyperAt(optimizers, step))
    if (step > 2) times.push(performance.now() - begun)
  }
  return Math.min(...times)
}

const size = { ids, tables, numbers }
/** A batch has at most so many different ids of a table. */
const touched = Math.min(500, rows * Math.ceil(ids / tables))
const steps = [
  await measure('control', control(size), touched * tables),
  await measure('features', specOf(size), touched),
]
console.log(`a step's overhead above the control's: ${(steps[1]! - steps[0]!).toFixed(2)} ms`)
