import { emitOnnx, type OnnxArtifact } from '../emit/onnx/emit.ts'
import type { Graph } from '../graph/graph.ts'
import type { HostTensor } from '../graph/tensor.ts'
import type { Engine, EngineInput } from './engine.ts'
import { type NativeSession, openNative } from './native.ts'
import { SessionInputs, TrainStep } from './train-step.ts'
import { isTrained, trainedValues, ValueStore } from './values.ts'

export interface NativeEngineOptions {
  /** After `optimize`: outputs `loss`, `loss/<task>` and `update/<port>`. */
  readonly training: Graph
  /** Without dropout and losses: outputs `logit/<task>/<surface>`. */
  readonly forward: Graph
  /** Parameters, tables and slots by port name; what is not there starts at zero. */
  readonly values: ReadonlyMap<string, HostTensor>
  readonly threads: number
}

/** The engine on ONNX Runtime: both graphs emitted with the host's rows, weights as inputs. */
export async function createNativeEngine(options: NativeEngineOptions): Promise<Engine> {
  const { training, forward, threads } = options
  const store = new ValueStore(trainedValues(training))
  for (const [name, tensor] of options.values) store.set(name, tensor)
  const stepModel = emitted(training)
  const logitModel = emitted(forward)
  const stepSession = await openNative(stepModel.bytes, { threads, optimize: true })
  const logitSession = await openNative(logitModel.bytes, { threads, optimize: true })
  const trainStep = new TrainStep(
    stepSession,
    stepModel.outputs.map(({ of }) => of),
    store,
  )
  const logitInputs = new SessionInputs(logitSession, store)
  return {
    name: 'native',
    stepInputs: batchInputs(stepModel),
    logitInputs: batchInputs(logitModel),
    step: (feeds, hyper) => trainStep.run(feeds, hyper),
    logits: (feeds) => logits(logitSession, logitInputs.feeds(feeds)),
    parameters: () => store.copies('parameter'),
    state: () => store.copies('state'),
    load(values) {
      for (const [name, tensor] of values) store.set(name, tensor)
    },
    async dispose() {
      await stepSession.dispose()
      await logitSession.dispose()
    },
  }
}

const emitted = (graph: Graph): OnnxArtifact =>
  emitOnnx(graph, {
    name: graph.name,
    rows: { kind: 'host' },
    weights: 'inputs',
    vocabularies: new Map(),
    external: false,
  })

const batchInputs = (artifact: OnnxArtifact): EngineInput[] =>
  artifact.inputs.flatMap(({ from }) =>
    from.kind === 'port' && !isTrained(from.port) && from.port.kind !== 'hyper'
      ? [{ port: from.port, type: from.type }]
      : [],
  )

async function logits(
  session: NativeSession,
  feeds: ReadonlyMap<string, HostTensor>,
): Promise<ReadonlyMap<string, Float32Array>> {
  const results = new Map<string, Float32Array>()
  for (const [name, tensor] of await session.run(feeds)) {
    if (tensor.dtype === 'float32') results.set(name, tensor.data)
  }
  return results
}
