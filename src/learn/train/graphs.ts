import type { Graph } from '../../graph/graph.ts'
import type { Train } from '../../model/train.ts'
import { encodeOnHost } from '../../passes/encode-on-host.ts'
import { evaluation, runPasses, trainingStep } from '../../passes/pipeline.ts'
import type { ServedAs } from '../../passes/serving.ts'
import { trainingLoss } from '../../passes/training-loss.ts'

/** What the native engine runs. */
export interface TrainingGraphs {
  /** Encoded features in, `loss` and `update/...` out. */
  readonly training: Graph
  /** Encoded features in, `logit/<task>/<surface>` out; no dropout. */
  readonly forward: Graph
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

export const trainingGraphs = (graph: Graph, train: Train): TrainingGraphs => ({
  training: runPasses(graph, trainingStep({ taskWeights: train.tasks, optimizers: train })),
  forward: forwardGraph(graph),
})

export const forwardGraph = (graph: Graph): Graph => runPasses(graph, evaluation(asLogged))

/** What tfjs runs: it differentiates and optimizes by itself. Logits and `loss/...` out. */
export const lossGraph = (graph: Graph, { tasks }: Pick<Train, 'tasks'>): Graph =>
  runPasses(graph, [encodeOnHost, trainingLoss(tasks)])
