import { join } from 'node:path'
import { emitOnnx, type OnnxArtifact } from '../emit/onnx/emit.ts'
import type { ArtifactInput } from '../emit/onnx/port-inputs.ts'
import type { Graph } from '../graph/graph.ts'
import type { ContentDigests } from '../host/content-digests.ts'
import type { Host } from '../host/host.ts'
import { writeModel } from './model-files.ts'
import { openServed, type ServedModel } from './served-model.ts'
import { type HostEncoding, type RawRows, servingFeeds } from './serving-feeds.ts'
import { hostEncoded, type SurfaceGraphs } from './serving-graph.ts'
import { type Weights, weightsOf } from './weights.ts'

/** A graph that is compared: `served` is the one that is exported. */
export type ComparedGraph = 'unified' | 'pruned' | 'served'

/** The models of one surface under verification. */
export interface ComparedModels {
  readonly graphs: SurfaceGraphs
  readonly unified: ServedModel
  readonly pruned: ServedModel
  /** The model file as it will be served. */
  readonly served: ServedModel
  /** Of the served one. */
  readonly inputs: readonly ArtifactInput[]
  /** Opens a graph to see the values of these ops, all of them per row. */
  readonly open: (which: ComparedGraph, values: readonly string[]) => Promise<ServedModel>
  close(): Promise<void>
}

export interface ComparedModelsRequest {
  readonly surface: string
  readonly graphs: SurfaceGraphs
  /** Training's, for the unified and the pruned graph. */
  readonly encoding: HostEncoding
  readonly weights: Weights
  /** Those that are missing where an input arrives, by feature. */
  readonly sentinels: ReadonlyMap<string, number | string>
  /** The folder that is being filled: its `serving/<surface>` holds the model to be served, its `verify` may be written. */
  readonly folder: string
  readonly artifact: OnnxArtifact
  readonly digests: ContentDigests
}

/**
 * Writes and opens the graphs with which a surface's served one is compared; weights that are written already are linked. The unified and the
 * pruned graph take features that the host has encoded, as in training: so the served graph's encodings are compared with those that the
 * weights were trained with. Encoded in the graph, each id would be some 30 nodes, and the runtime sorts nodes by walking, for each, the
 * list of all that are ready: with 2,000 ids a graph took 7 s to open.
 */
export async function openComparedModels(host: Host, request: ComparedModelsRequest): Promise<ComparedModels> {
  const { surface, graphs, encoding, weights, sentinels, folder, artifact, digests } = request
  const bench = join(folder, 'verify')
  const opened: ServedModel[] = []
  const close = async (): Promise<void> => {
    for (const model of opened.splice(0)) await model.close()
  }

  const openGraph = async (graph: Graph, name: string): Promise<ServedModel> => {
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
    const feeds = (rows: RawRows) => servingFeeds(plain.inputs, rows, encoding)
    return openServed(join(place, 'model.onnx'), { feeds, optimize: false })
  }
  const open = (which: ComparedGraph, values: readonly string[]): Promise<ServedModel> => {
    const outputs = values.map((name) => ({ kind: 'value', name, value: name }) as const)
    const graph = { ...graphs[which], outputs }
    return openGraph(which === 'served' ? graph : hostEncoded(graph), `${which}-values`)
  }
  const kept = async (opening: Promise<ServedModel>): Promise<ServedModel> => {
    const model = await opening
    opened.push(model)
    return model
  }

  try {
    const unified = await kept(openGraph(graphs.encoded.unified, 'unified'))
    const pruned = await kept(openGraph(graphs.encoded.pruned, 'pruned'))
    const file = join(folder, 'serving', surface, '1', 'model.onnx')
    const feeds = (rows: RawRows) => servingFeeds(artifact.inputs, rows)
    const served = await kept(openServed(file, { feeds, optimize: true }))
    return { graphs, unified, pruned, served, inputs: artifact.inputs, open, close }
  } catch (error) {
    await close()
    throw error
  }
}
