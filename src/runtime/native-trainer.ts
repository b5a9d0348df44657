import type { Graph } from '../graph/graph.ts'
import type { HostTensor } from '../graph/tensor.ts'
import { openNative } from './native.ts'
import { batchInputs, emitted } from './native-model.ts'
import { nativeScorer } from './native-scorer.ts'
import { TrainStep } from './train-step.ts'
import type { Trainer } from './trainer.ts'
import { trainedInputs, trainedValues, ValueStore } from './values.ts'

export interface NativeTrainerOptions {
  /** After `optimize`: outputs `loss`, `loss/<task>` and `update/<port>`. */
  readonly training: Graph
  /** Without dropout and losses: outputs `logit/<task>/<surface>`. */
  readonly forward: Graph
  /**
   * Parameters, tables and slots by port name; what is not there starts at zero. The trainer takes the arrays over: a large table
   * is never held twice. Throws Error where a size differs.
   */
  readonly values: ReadonlyMap<string, HostTensor>
  readonly threads: number
}

/** Trains on ONNX Runtime, and scores with the values that it trains: two sessions. */
export async function openNativeTrainer({
  training,
  forward,
  values,
  threads,
}: NativeTrainerOptions): Promise<Trainer> {
  const store = new ValueStore(trainedValues(training), values)
  const model = emitted(training)
  const session = await openNative(model.bytes, { threads, optimize: true })
  const scorer = await nativeScorer(forward, store, threads)
  const trainStep = new TrainStep(
    session,
    model.outputs.map(({ of }) => of),
    trainedInputs(training),
    store,
  )
  return {
    name: 'native',
    inputs: batchInputs(model),
    step: (feeds, hyper) => trainStep.run(feeds, hyper),
    scorer,
    parameters: () => store.tensors('parameter'),
    state: () => store.tensors('state'),
    async dispose() {
      await session.dispose()
      await scorer.dispose()
    },
  }
}
