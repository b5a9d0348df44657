import type { CalibratorName } from '../calibrators/table.ts'
import type { Graph } from '../graph/graph.ts'
import { SurfaceSet } from '../graph/surfaces.ts'
import { verify } from '../graph/verify.ts'
import type { Optimizers } from '../optimizers/chosen.ts'
import { attachCalibration } from './attach-calibration.ts'
import { commonSubexpressions } from './common-subexpressions.ts'
import { type DerivableFeature, deriveFeatures } from './derive-features.ts'
import { differentiate } from './differentiate.ts'
import { foldConstants } from './fold-constants.ts'
import { fuseLookups } from './fuse-lookups.ts'
import { hoistCoarseWork } from './hoist-coarse-work.ts'
import { optimize } from './optimize.ts'
import { type Pass, type Property, properties } from './pass.ts'
import { prune } from './prune.ts'
import { type ServedAs, serving } from './serving.ts'
import { stackTables } from './stack-tables.ts'
import { trainingLoss } from './training-loss.ts'

/**
 * The training step, of a graph that encode-on-host has been over: encoded features in, `loss`, `loss/<task>` and `update/<port>` out.
 * Equal subexpressions are merged before differentiating, so that each has one gradient, and once more behind, since gradients
 * repeat constants and transposes. Tables are stacked and lookups fused before differentiating: all are
 * then walked once in each direction.
 */
export const trainingStep = (of: {
  readonly taskWeights: ReadonlyMap<string, number>
  readonly optimizers: Optimizers
}): readonly Pass[] => [
  commonSubexpressions,
  stackTables,
  fuseLookups,
  trainingLoss(of.taskWeights),
  differentiate,
  optimize(of.optimizers),
  foldConstants,
  commonSubexpressions,
]

/** Scoring batches of all surfaces while training, of such a graph: encoded features in, `logit/<task>/<surface>` out, no dropout. */
export const evaluation = (served: ServedAs): readonly Pass[] => [
  serving(served),
  commonSubexpressions,
  stackTables,
  fuseLookups,
]

/**
 * One surface's serving graph as the language defines it: nothing is moved or merged, so that its scores equal the unified
 * graph's bit for bit.
 */
export const surfaceSlice = (surface: string, served: ServedAs): readonly Pass[] => [
  prune(SurfaceSet.of([surface])),
  serving(served),
]

/**
 * What makes a surface's slice cheaper; scores within 1e-5 on the logit. Constants are folded first: what `else` and `served as`
 * leave row-free needs no hoisting. Hoisting makes equal work out of work at several levels, so merging follows it; lookups
 * are fused last, when those of one table and level stand side by side.
 */
export const servingOptimizations: readonly Pass[] = [
  foldConstants,
  commonSubexpressions,
  hoistCoarseWork,
  commonSubexpressions,
  fuseLookups,
]

/** From a surface's slice to its artifact: raw features in; probabilities, logits and status out. */
export const servedSlice = (of: {
  /** View types by surface. */
  readonly views: ReadonlyMap<string, readonly string[]>
  /** By task; a task without one is served as it is. */
  readonly calibrations: ReadonlyMap<string, { readonly method: CalibratorName }>
  readonly features: ReadonlyMap<string, DerivableFeature>
}): readonly Pass[] => [
  deriveFeatures(of.features),
  attachCalibration(of.views, of.calibrations),
  ...servingOptimizations,
]

export interface RunOptions {
  /** Verifies after every pass: `--verify`, and all tests. */
  readonly verify?: boolean
  /** Stops behind this pass's last run: `ctrc graph --after PASS`. */
  readonly after?: string | undefined
  /** Sees the graph behind every pass. */
  readonly watch?: (pass: Pass, graph: Graph) => void
}

/** Runs passes in order. Throws where a pass is not given what it requires, or gives what it should not: defects of ctrc. */
export function runPasses(graph: Graph, passes: readonly Pass[], options: RunOptions = {}): Graph {
  const last =
    options.after === undefined ? passes.length - 1 : passes.findLastIndex(({ name }) => name === options.after)
  let now = graph
  for (const pass of passes.slice(0, last + 1)) {
    demand(now, pass.requires, `pass ${pass.name} requires`)
    now = pass.run(now)
    demand(now, pass.ensures, `pass ${pass.name} ensures`)
    const wrong = options.verify ? verify(now) : []
    if (wrong.length > 0) throw new Error(`after pass ${pass.name}:\n${wrong.slice(0, 20).join('\n')}`)
    options.watch?.(pass, now)
  }
  return now
}

function demand(graph: Graph, wanted: readonly Property[], who: string): void {
  const missing = wanted.filter((property) => !properties[property](graph))
  if (missing.length > 0) throw new Error(`${who} ${missing.join(', ')}`)
}
