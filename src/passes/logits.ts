import type { Graph } from '../graph/graph.ts'

/** A forward graph's output `logit/<task>/<surface>`. */
export interface Logit {
  readonly task: string
  readonly surface: string
  readonly value: string
}

/** The logits of a graph, in order of task and surface. */
export const logitsOf = (graph: Graph): readonly Logit[] =>
  graph.outputs.flatMap(({ name, value }) => {
    const [kind, task, surface] = name.split('/')
    return kind === 'logit' && task !== undefined && surface !== undefined ? [{ task, surface, value }] : []
  })
