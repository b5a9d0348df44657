import type { Graph } from '../graph/graph.ts'
import { isOutput } from '../graph/outputs.ts'

/**
 * Properties of a graph, each checked on the graph itself: a pass declares which it requires and which it ensures, and the
 * pipeline holds it to both.
 */
export const properties = {
  /** No raw feature comes in: the host has encoded them. */
  encoded: (graph) => !graph.ops.some((op) => op.kind === 'input' && op.attributes.port.kind === 'feature'),
  'one-surface': (graph) => graph.surfaces.size === 1,
  'no-dropout': (graph) => !graph.ops.some((op) => op.kind === 'dropout'),
  /** Has the output `loss`. */
  loss: (graph) => graph.outputs.some(isOutput('loss')),
  /** Has gradients of what the loss depends on among its outputs. */
  gradients: (graph) => graph.outputs.some(isOutput('gradient')),
  /** Has updates among its outputs. */
  updates: (graph) => graph.outputs.some(isOutput('update')),
  /** Outputs are probabilities by task, their logits and `status`. */
  calibrated: (graph) => graph.outputs.some(isOutput('status')),
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
