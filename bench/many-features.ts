/**
 * What many features and tables cost before and between the kernels: the compiler's stages, the engine's start, and a step, each in
 * seconds of processor. The control does the same arithmetic in one feature: a list of as many ids in one table as wide, of which
 * a batch touches as many rows as of all tables together.
 *
 *     node scripts/bench.mjs many-features [ids] [tables] [numbers] [rows]
 */
import { encodedFeatures, portName } from '../src/graph/ports.ts'
import type { HostTensor } from '../src/graph/tensor.ts'
import { sizeOf } from '../src/graph/types.ts'
import { elaborate } from '../src/language/elaborate/elaborate.ts'
import { trainingGraphs } from '../src/learn/train/graphs.ts'
import { hyperAt } from '../src/optimizers/chosen.ts'
import { emitted } from '../src/runtime/native-model.ts'
import { openNativeTrainer } from '../src/runtime/native-trainer.ts'
import type { Trainer } from '../src/runtime/trainer.ts'
import { Stages } from './stages.ts'
import { checked, oneFeature, wideModel } from './wide-model.ts'

const [ids = 1000, tables = 1, numbers = 0, rows = 256] = process.argv.slice(2).map(Number)

async function measure(name: string, source: string, touched: number): Promise<number> {
  const stages = new Stages()
  const { program, found, train } = checked(source)
  stages.end('check')
  const { graph } = elaborate(program, found)
  stages.end('elaborate')
  const graphs = trainingGraphs(graph, train)
  const [training, forward] = [graphs.training(), graphs.forward()]
  stages.end('passes')
  emitted(training)
  stages.end('emit')
  const trainer = await openNativeTrainer({ training, forward, values: new Map(), threads: 2 })
  stages.end('engine start, both graphs emitted again')
  console.log(`${name}: ${stages.text}; ${training.ops.length} ops`)
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

const width = { ids, tables, numbers, height: 200_000 }
/** A batch has at most so many different ids of a table. */
const touched = Math.min(500, rows * Math.ceil(ids / tables))
const steps = [
  await measure('control', oneFeature(width), touched * tables),
  await measure('features', wideModel(width), touched),
]
console.log(`a step's overhead above the control's: ${(steps[1]! - steps[0]!).toFixed(2)} ms`)
