import type { Graph } from '../graph/graph.ts'
import type { HostTensor } from '../graph/tensor.ts'
import { type NativeSession, openNative } from './native.ts'
import { batchInputs, emitted } from './native-model.ts'
import type { Scorer } from './scorer.ts'
import { SessionInputs } from './train-step.ts'
import { trainedInputs, trainedValues, ValueStore } from './values.ts'

export interface NativeScorerOptions {
  /** Without dropout and losses: outputs `logit/<task>/<surface>`. */
  readonly forward: Graph
  /** Parameters and tables by port name, read where they lie. Throws Error where a size differs. */
  readonly values: ReadonlyMap<string, HostTensor>
  readonly threads: number
}

/** Scores with given values on ONNX Runtime: one session. */
export async function openNativeScorer({ forward, values, threads }: NativeScorerOptions): Promise<Scorer> {
  return nativeScorer(forward, new ValueStore(trainedValues(forward), values), threads)
}

/** Scores with the present values of a store, which others may change between two calls. */
export async function nativeScorer(forward: Graph, store: ValueStore, threads: number): Promise<Scorer> {
  const model = emitted(forward)
  const session = await openNative(model.bytes, { threads, optimize: true })
  const inputs = new SessionInputs(session, trainedInputs(forward), store)
  return {
    inputs: batchInputs(model),
    logits: (feeds) => logits(session, inputs.feeds(feeds)),
    dispose: () => session.dispose(),
  }
}

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
