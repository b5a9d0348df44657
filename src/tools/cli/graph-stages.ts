import { nearest } from '../../diagnostics/nearest.ts'
import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import type { Graph } from '../../graph/graph.ts'
import type { Host } from '../../host/host.ts'
import type { CompiledModel } from '../../language/elaborate/compile-model.ts'
import { fittedIn, unfittedFits } from '../../learn/train/stored-fits.ts'
import { fittedSpec } from '../../model/fitted-spec.ts'
import { encodeOnHost } from '../../passes/encode-on-host.ts'
import type { Pass } from '../../passes/pass.ts'
import { runPasses, trainingStep } from '../../passes/pipeline.ts'
import { servingPasses } from '../../serve/serving-graph.ts'
import { unfittedVocabularies } from '../../serve/unfitted-vocabularies.ts'

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

/**
 * A model's graph at the requested stage; a vocabulary that is to be fitted has no words yet, as in an untrained build. Errors: CTR1501 a surface or
 * pass that is not there, CTR9202 no `train`, CTR4050 a vocabulary's file.
 */
export function graphAt(host: Host, model: CompiledModel, request: GraphRequest): Graph {
  const { graph } = model
  const passes = passesFor(host, model, request)
  const { after, verify } = request
  if (after !== undefined && !passes.some(({ name }) => name === after)) {
    const names = passes.map(({ name }) => name)
    if (names.length === 0) throw usage('no pass runs on the forward graph: name --surface or --training with --after')
    throw notThere('pass', after, names)
  }
  return runPasses(graph, passes, { after, verify })
}

function passesFor(host: Host, model: CompiledModel, { surface, training }: GraphRequest): readonly Pass[] {
  const { spec } = model
  if (surface !== undefined) {
    if (!spec.live.has(surface)) throw notThere('live surface', surface, spec.live)
    const unfitted = unfittedFits(spec.features, fittedIn(model.graph, spec.features))
    return servingPasses(fittedSpec(spec, unfitted), surface, unfittedVocabularies(host, model))
  }
  if (!training) return []
  if (spec.train === undefined) {
    throw usage(`'${spec.name}' has no train block, so it has no training graph`)
  }
  return [encodeOnHost, ...trainingStep({ taskWeights: spec.train.tasks, optimizers: spec.train })]
}

function notThere(kind: string, name: string, names: Iterable<string>): DiagnosticError {
  const at = { kind, name, near: nearest(name, names), choices: [...names] }
  return new DiagnosticError([diagnostic('CTR1501', undefined, at)])
}

const usage = (reason: string): DiagnosticError => new DiagnosticError([diagnostic('CTR9202', undefined, { reason })])
