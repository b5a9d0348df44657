import type { Graph } from '../../graph/graph.ts'
import type { Train } from '../../model/train.ts'
import { encodeOnHost } from '../../passes/encode-on-host.ts'
import { evaluation, runPasses, trainingStep } from '../../passes/pipeline.ts'
import type { ServedAs } from '../../passes/serving.ts'
import { trainingLoss } from '../../passes/training-loss.ts'

/** The graphs by which a model's rows are read and scored. Each is made when it is first read, and once: a command passes them on. */
export interface ScoringGraphs {
  /** The forward graph with encoded features in: what it reads of the rows. */
  encoded(): Graph
  /** Encoded features in, `logit/<task>/<surface>` out; no dropout. */
  forward(): Graph
}

export interface TrainingGraphs extends ScoringGraphs {
  /** A step of the native engine: encoded features in, `loss` and `update/...` out. */
  training(): Graph
  /** What tfjs runs: it differentiates and optimizes by itself. Logits and `loss/...` out. */
  loss(): Graph
}

/**
 * Rows are scored as they were logged: what is `served as` a constant is read, so that metrics and calibrators see the position at
 * which an ad was shown, and the model stays comparable with its labels.
 */
const asLogged: ServedAs = {
  values: new Map(),
  rowOf: (table) => {
    throw new Error(`nothing of table '${table}' is fixed where rows are scored as logged`)
  },
}

/** Of an elaborated forward graph. */
export function scoringGraphs(elaborated: Graph): ScoringGraphs {
  const encoded = once(() => runPasses(elaborated, [encodeOnHost]))
  return { encoded, forward: once(() => runPasses(encoded(), evaluation(asLogged))) }
}

/** Of an elaborated forward graph, as `train` trains it. */
export function trainingGraphs(elaborated: Graph, train: Train): TrainingGraphs {
  const scoring = scoringGraphs(elaborated)
  return {
    ...scoring,
    training: once(() => runPasses(scoring.encoded(), trainingStep({ taskWeights: train.tasks, optimizers: train }))),
    loss: once(() => lossGraph(scoring.encoded(), train)),
  }
}

/** Of an encoded graph: the losses beside its logits. */
export const lossGraph = (encoded: Graph, { tasks }: Pick<Train, 'tasks'>): Graph =>
  runPasses(encoded, [trainingLoss(tasks)])

function once<Made>(make: () => Made): () => Made {
  let made: { readonly value: Made } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
