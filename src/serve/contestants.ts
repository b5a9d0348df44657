import { join } from 'node:path'
import { emitOnnx, type OnnxArtifact } from '../emit/onnx/emit.ts'
import type { Graph } from '../graph/graph.ts'
import type { ContentDigests } from '../host/content-digests.ts'
import type { Host } from '../host/host.ts'
import { writeModel } from './model-files.ts'
import { openServed, type ServedModel } from './served-model.ts'
import type { SurfaceGraphs } from './serving-graph.ts'
import { type Weights, weightsOf } from './weights.ts'

/** A graph that takes part: `served` beside the two is what is written out. */
export type Contestant = 'unified' | 'pruned' | 'served'

/** The models of one surface under verification. */
export interface Contestants {
  readonly graphs: SurfaceGraphs
  readonly unified: ServedModel
  readonly pruned: ServedModel
  /** The model file as it will be served. */
  readonly served: ServedModel
  /** Opens a graph to see the values of these ops, all of them per row. */
  readonly open: (which: Contestant, values: readonly string[]) => Promise<ServedModel>
  close(): Promise<void>
}

export interface ContestantsRequest {
  readonly surface: string
  readonly graphs: SurfaceGraphs
  readonly weights: Weights
  readonly sentinels: ReadonlyMap<string, number | string>
  /** The folder that is being filled: its `serving/<surface>` holds the model to be served, its `verify` may be written. */
  readonly folder: string
  readonly artifact: OnnxArtifact
  readonly digests: ContentDigests
}

/** Writes and opens the graphs that a surface's served one is held to; weights that are written already are linked. */
export async function openContestants(host: Host, request: ContestantsRequest): Promise<Contestants> {
  const { surface, graphs, weights, sentinels, folder, artifact, digests } = request
  const bench = join(folder, 'verify')
  const opened: ServedModel[] = []
  const close = async (): Promise<void> => {
    for (const model of opened.splice(0)) await model.close()
  }

  const write = (graph: Graph, name: string) => {
    const plain = emitOnnx(graph, {
      name,
      rows: { kind: 'plain' },
      weights: { values: weightsOf(graph, weights, surface) },
      vocabularies: weights.vocabularies,
      sentinels,
      external: true,
      digests,
    })
    const place = join(bench, `${surface}-${name}`)
    const [blobs, alsoIn] = [join(bench, 'blobs'), join(folder, 'blobs')]
    writeModel(host, { blobs, alsoIn, place, name: 'model.onnx' }, plain)
    return { path: join(place, 'model.onnx'), plain }
  }
  const open = async (which: Contestant, values: readonly string[]): Promise<ServedModel> => {
    const graph = { ...graphs[which], outputs: values.map((name) => ({ kind: 'value', name, value: name }) as const) }
    const { path, plain } = write(graph, `${which}-values`)
    return openServed(path, plain, false)
  }
  const whole = async (which: 'unified' | 'pruned'): Promise<ServedModel> => {
    const { path, plain } = write(graphs[which], which)
    const model = await openServed(path, plain, false)
    opened.push(model)
    return model
  }

  try {
    const [unified, pruned] = [await whole('unified'), await whole('pruned')]
    const served = await openServed(join(folder, 'serving', surface, '1', 'model.onnx'), artifact, true)
    opened.push(served)
    return { graphs, unified, pruned, served, open, close }
  } catch (error) {
    await close()
    throw error
  }
}
