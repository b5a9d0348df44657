import { nearest } from '../../diagnostics/nearest.ts'
import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import type { Graph } from '../../graph/graph.ts'
import { elaborate } from '../../language/elaborate/elaborate.ts'
import type { Model, Program } from '../../language/program.ts'
import type { Pass } from '../../passes/pass.ts'
import { runPasses, servingGraph, trainingStep } from '../../passes/pipeline.ts'
import { servedAs, viewsOf } from '../../serve/serving-graph.ts'

export interface GraphRequest {
  /** The surface whose serving graph is meant. */
  readonly surface: string | undefined
  /** The training step. With neither, the model's forward graph as it was elaborated. */
  readonly training: boolean
  /** Stops behind this pass. */
  readonly after: string | undefined
  /** Verifies behind every pass. */
  readonly verify: boolean
}

/** A model's graph at the stage that is asked for. Errors: CTR1501 a surface or pass that is not there, CTR9202 no `train`. */
export function graphAt(program: Program, model: Model, request: GraphRequest): Graph {
  const passes = passesFor(program, model, request)
  const { after, verify } = request
  if (after !== undefined && !passes.some(({ name }) => name === after)) {
    const names = passes.map(({ name }) => name)
    throw notThere('pass', after, names)
  }
  return runPasses(elaborate(program, model).graph, passes, { after, verify })
}

function passesFor(program: Program, model: Model, { surface, training }: GraphRequest): readonly Pass[] {
  if (surface !== undefined) {
    if (!model.live.has(surface)) throw notThere('live surface', surface, model.live)
    return servingGraph({
      surface,
      served: servedAs(program, new Map()),
      views: viewsOf(program, model),
      calibrated: new Set(model.calibrations.keys()),
    })
  }
  if (!training) return []
  if (model.train === undefined) {
    const reason = `'${model.name}' has no train block, and so no training graph`
    throw new DiagnosticError([diagnostic('CTR9202', undefined, { reason })])
  }
  return trainingStep({ taskWeights: model.train.tasks, optimizers: model.train })
}

const notThere = (kind: string, name: string, names: Iterable<string>): DiagnosticError =>
  new DiagnosticError([diagnostic('CTR1501', undefined, { kind, name, near: nearest(name, names) })])
