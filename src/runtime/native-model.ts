import { emitOnnx, type OnnxArtifact } from '../emit/onnx/emit.ts'
import type { Graph } from '../graph/graph.ts'
import type { EngineInput } from './feeds.ts'
import { isTrained } from './values.ts'

/** A graph as the native engine runs it: the host's rows, weights as inputs. */
export const emitted = (graph: Graph): OnnxArtifact =>
  emitOnnx(graph, {
    name: graph.name,
    rows: { kind: 'host' },
    weights: 'inputs',
    vocabularies: new Map(),
    external: false,
  })

/** What such a model reads of a batch. */
export const batchInputs = (artifact: OnnxArtifact): EngineInput[] =>
  artifact.inputs.flatMap(({ from }) =>
    from.kind === 'port' && !isTrained(from.port) && from.port.kind !== 'hyper'
      ? [{ port: from.port, type: from.type }]
      : [],
  )
