import type { Graph } from '../graph/graph.ts'
import type { Vocabulary } from '../graph/vocabulary.ts'
import type { DataSpec, ModelSpec } from '../model/model-spec.ts'
import { viewsOfSurface } from '../model/surface.ts'
import { encodeOnHost } from '../passes/encode-on-host.ts'
import type { Pass } from '../passes/pass.ts'
import { runPasses, servedSlice, surfaceSlice } from '../passes/pipeline.ts'
import { type ServedAs, serving } from '../passes/serving.ts'
import { tableRowsOf } from '../rows/table-rows.ts'

/** The three graphs of a surface that verification compares with each other. */
export interface SurfaceGraphs {
  /** All surfaces, without dropout: what training trained. */
  readonly unified: Graph
  /** Cut to the surface; equal bit for bit. */
  readonly pruned: Graph
  /** Both of them with the features that the host encodes: as verification scores them. */
  readonly encoded: { readonly unified: Graph; readonly pruned: Graph }
  /** Calibrated and optimized: what is served. */
  readonly served: Graph
  /** Names of the passes that made `served` of the elaborated graph. */
  readonly passes: readonly string[]
}

/** The graphs of one surface after another; what all surfaces share is made once. */
export function surfaceGraphs(
  spec: ModelSpec,
  forward: Graph,
  vocabularies: ReadonlyMap<string, Vocabulary>,
): (surface: string) => SurfaceGraphs {
  const unified = runPasses(forward, [serving(servedAs(spec, vocabularies))])
  const encodedUnified = hostEncoded(unified)
  return (surface) => {
    const { slice, optimizations } = passesOf(spec, surface, vocabularies)
    const pruned = runPasses(forward, slice)
    const served = runPasses(pruned, optimizations)
    const encoded = { unified: encodedUnified, pruned: hostEncoded(pruned) }
    return { unified, pruned, encoded, served, passes: [...slice, ...optimizations].map(({ name }) => name) }
  }
}

export const hostEncoded = (graph: Graph): Graph => runPasses(graph, [encodeOnHost])

/** From the elaborated graph to what is served. */
export function servingPasses(
  spec: ModelSpec,
  surface: string,
  vocabularies: ReadonlyMap<string, Vocabulary>,
): readonly Pass[] {
  const { slice, optimizations } = passesOf(spec, surface, vocabularies)
  return [...slice, ...optimizations]
}

const passesOf = (spec: ModelSpec, surface: string, vocabularies: ReadonlyMap<string, Vocabulary>) => ({
  slice: surfaceSlice(surface, servedAs(spec, vocabularies)),
  optimizations: servedSlice({ views: viewsOf(spec), calibrations: spec.calibrations, features: spec.features }),
})

/** Features that are fixed at serving. */
function servedAs(spec: DataSpec, vocabularies: ReadonlyMap<string, Vocabulary>): ServedAs {
  const values = [...spec.features.values()].flatMap(({ name, servedAs: value }): [string, number | string][] =>
    value === undefined ? [] : [[name, value]],
  )
  return {
    values: new Map(values),
    rowOf: (name, value) => {
      const table = spec.tables.get(name)
      if (table === undefined) throw new Error(`there is no table '${name}'`)
      const rows = tableRowsOf(table, vocabularies.get(name))
      if (typeof value === 'string') return rows.ofWord(value)
      const bits = BigInt.asUintN(64, BigInt(value))
      return rows.ofId(Number(bits & 0xffffffffn), Number(bits >> 32n))
    },
  }
}

/** The view types of each surface that the model runs. */
const viewsOf = ({ live, surfaces }: ModelSpec): ReadonlyMap<string, readonly string[]> =>
  new Map(live.names.map((surface) => [surface, viewsOfSurface(surfaces, surface)]))
