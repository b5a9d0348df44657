import type { Graph } from '../graph/graph.ts'

/** What holds of a graph after a pass, and what another may ask for before it. */
export type Property =
  /** No raw feature comes in: the host has encoded them. */
  | 'encoded'
  /** Only some surfaces' rows flow; no row op remains that says nothing. */
  | 'pruned'
  /** No dropout. */
  | 'inference'
  /** Has an output `loss`. */
  | 'loss'
  /** Has outputs `gradient/...` for what `loss` depends on. */
  | 'gradients'
  /** Has outputs `update/...`. */
  | 'updates'
  /** Outputs are probabilities by task, their logits and `status`. */
  | 'calibrated'

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
