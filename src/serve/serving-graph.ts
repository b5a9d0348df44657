import type { Graph } from '../graph/graph.ts'
import type { Vocabulary } from '../graph/vocabulary.ts'
import type { DataSpec, ModelSpec } from '../model/model-spec.ts'
import { viewsOfSurface } from '../model/surface.ts'
import { runPasses, servingGraph, surfaceSlice } from '../passes/pipeline.ts'
import { type ServedAs, serving } from '../passes/serving.ts'
import { tableRowsOf } from '../rows/table-rows.ts'

/** The three graphs of a surface that verification holds against each other. */
export interface SurfaceGraphs {
  /** All surfaces, without dropout: what training trained. */
  readonly unified: Graph
  /** Cut to the surface; equal bit for bit. */
  readonly pruned: Graph
  /** Calibrated and optimized: what is served. */
  readonly served: Graph
  /** Names of the passes that made `served` of the elaborated graph. */
  readonly passes: readonly string[]
}

export function surfaceGraphs(
  spec: ModelSpec,
  forward: Graph,
  surface: string,
  vocabularies: ReadonlyMap<string, Vocabulary>,
): SurfaceGraphs {
  const served = servedAs(spec, vocabularies)
  const passes = servingGraph({
    surface,
    served,
    views: viewsOf(spec),
    calibrations: spec.calibrations,
  })
  return {
    unified: runPasses(forward, [serving(served)]),
    pruned: runPasses(forward, surfaceSlice(surface, served)),
    served: runPasses(forward, passes),
    passes: passes.map((pass) => pass.name),
  }
}

/** Features that are fixed at serving. */
export function servedAs(spec: DataSpec, vocabularies: ReadonlyMap<string, Vocabulary>): ServedAs {
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
export const viewsOf = ({ live, surfaces }: ModelSpec): ReadonlyMap<string, readonly string[]> =>
  new Map(live.names.map((surface) => [surface, viewsOfSurface(surfaces, surface)]))
