import type { Graph } from '../graph/graph.ts'

/**
 * What may hold of a graph, each seen on the graph itself: a pass says which it requires and which it ensures, and the
 * pipeline holds it to both.
 */
export const properties = {
  /** No raw feature comes in: the host has encoded them. */
  encoded: (graph) => !graph.ops.some((op) => op.kind === 'input' && op.attributes.port.kind === 'feature'),
  'one-surface': (graph) => graph.surfaces.size === 1,
  'no-dropout': (graph) => !graph.ops.some((op) => op.kind === 'dropout'),
  /** Has an output `loss`. */
  loss: (graph) => graph.outputs.some(({ name }) => name === 'loss'),
  /** Has outputs `gradient/...` of what `loss` depends on. */
  gradients: (graph) => graph.outputs.some(({ name }) => name.startsWith('gradient/')),
  /** Has outputs `update/...`. */
  updates: (graph) => graph.outputs.some(({ name }) => name.startsWith('update/')),
  /** Outputs are probabilities by task, their logits and `status`. */
  calibrated: (graph) => graph.outputs.some(({ name }) => name === 'status'),
} as const satisfies Record<string, (graph: Graph) => boolean>

export type Property = keyof typeof properties

/**
 * A step from a graph to a graph. It takes a verified graph in canonical order and gives one.
 * `requires` must hold before, `ensures` holds after.
 */
export interface Pass {
  readonly name: string
  readonly requires: readonly Property[]
  readonly ensures: readonly Property[]
  readonly run: (graph: Graph) => Graph
}
