import { setImmediate as turnOfTheLoop } from 'node:timers/promises'
import type { Tensor } from '@tensorflow/tfjs-core'
import { DiagnosticError, diagnostic } from '../diagnostics/report.ts'
import { emitTfjs } from '../emit/tfjs/emit-tfjs.ts'
import { isPlain, type ModulePort } from '../emit/tfjs/module-ports.ts'
import type { HyperNumber } from '../emit/tfjs/update-code.ts'
import type { Graph } from '../graph/graph.ts'
import type { HostTensor } from '../graph/tensor.ts'
import type { Optimizers } from '../optimizers/chosen.ts'
import type { EngineFeeds } from './feeds.ts'
import { type OpenTfjs, openTfjs, type TfjsBackendName } from './tfjs-backends.ts'
import { importTfjsModule, type TfjsFeeds, type TfjsHyper, type TfjsModel } from './tfjs-module.ts'
import { TfjsValues } from './tfjs-values.ts'
import type { StepResult, Trainer } from './trainer.ts'

export interface TfjsTrainerOptions {
  /** After encode-on-host and training-loss, before differentiate: outputs `logit/...`, `loss`, `loss/<task>`. */
  readonly training: Graph
  readonly optimizers: Optimizers
  /** Parameters, tables and slots by port name; what is not there starts at zero. The trainer takes the arrays over. */
  readonly values: ReadonlyMap<string, HostTensor>
  /** Defaults to the fastest that opens. */
  readonly backend?: TfjsBackendName
}

/**
 * Trains on TensorFlow.js: evaluates the very module that `ctrc build` writes. Its backends compute before they return, so that a promise of
 * theirs is no turn of the event loop. Errors: CTR9007 where no backend opens.
 */
export async function openTfjsTrainer(options: TfjsTrainerOptions): Promise<Trainer> {
  const { tf, backend } = await opened(options.backend)
  const artifact = emitTfjs(options.training, { version: '', optimizers: options.optimizers })
  const module = await importTfjsModule(artifact.module)
  const model = module.create(tf)
  const values = new TfjsValues(tf, options.training, module.trained, options.optimizers, options.values)
  const logitPorts = artifact.inputs.filter(({ lossOnly, port }) => !lossOnly && port.kind !== 'dropout')

  /** The named ports of a batch as the module takes them. */
  const batchOf = ({ tensors }: EngineFeeds, ports: readonly ModulePort[]): TfjsFeeds => {
    // No assignment: that of a feature called __proto__ would be the batch's prototype, and no entry.
    return Object.fromEntries(
      ports.map((port): [string, Tensor | ArrayLike<number>] => {
        const value = tensors.get(port.name)
        if (!value || (value.dtype !== 'float32' && value.dtype !== 'int32'))
          throw new Error(`the engine was not fed '${port.name}'`)
        return [port.name, isPlain(port) ? value.data : tf.tensor(value.data, [...value.dims], value.dtype)]
      }),
    )
  }

  const scorer: Trainer['scorer'] = {
    inputs: logitPorts.map(({ port, type }) => ({ port, type })),
    async logits(feeds) {
      await turnOfTheLoop()
      const batch = batchOf(feeds, logitPorts)
      const gathered = values.gathered(feeds.tableRows)
      const results = model.logits(gathered.params, batch)
      const read = await Promise.all(
        Object.entries(results).map(async ([name, logit]) => [name, Float32Array.from(await logit.data())] as const),
      )
      dispose(batch)
      for (const logit of Object.values(results)) logit.dispose()
      values.release(gathered)
      return new Map(read)
    },
  }

  return {
    name: backend.startsWith('tfjs') ? backend : `tfjs-${backend}`,
    inputs: artifact.inputs.map(({ port, type }) => ({ port, type })),
    async step(feeds, hyper) {
      await turnOfTheLoop()
      const batch = batchOf(feeds, artifact.inputs)
      try {
        return await step(model, values, feeds, batch, hyperOf(artifact.hyper, hyper))
      } finally {
        dispose(batch)
      }
    },
    scorer,
    parameters: () => values.tensors('parameter'),
    state: () => values.tensors('state'),
    async dispose() {
      values.dispose()
    },
  }
}

async function opened(backend: TfjsBackendName | undefined): Promise<OpenTfjs> {
  try {
    return await openTfjs(backend)
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure)
    throw new DiagnosticError([diagnostic('CTR9007', undefined, { engine: 'the tfjs engine', reason })])
  }
}

async function step(
  model: TfjsModel,
  values: TfjsValues,
  { tableRows }: EngineFeeds,
  batch: TfjsFeeds,
  hyper: TfjsHyper,
): Promise<StepResult> {
  const before = values.gathered(tableRows)
  const result = model.trainStep({ ...before, step: 0 }, batch, hyper)
  const [total = Number.NaN] = await result.loss.data()
  const losses = new Map<string, number>()
  for (const [task, loss] of Object.entries(result.losses)) losses.set(task, (await loss.data())[0] ?? Number.NaN)
  values.take(before, result.state, tableRows)
  result.loss.dispose()
  for (const loss of Object.values(result.losses)) loss.dispose()
  return { loss: total, losses }
}

const dispose = (batch: TfjsFeeds): void => {
  for (const value of Object.values(batch)) if ('dispose' in value) value.dispose()
}

/** What the host sends with each step, as the module calls it. */
const hyperOf = (numbers: readonly HyperNumber[], hyper: ReadonlyMap<string, number>): TfjsHyper =>
  Object.fromEntries(
    numbers.map(({ key, port }) => {
      const value = hyper.get(port)
      if (value === undefined) throw new Error(`the engine was not given '${port}'`)
      return [key, value]
    }),
  )
