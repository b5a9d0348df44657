import type { Graph } from './graph.ts'

/** The features whose raw values come into a graph, by name. */
export const featuresReadIn = ({ ops }: Graph): readonly string[] => [
  ...new Set(
    ops.flatMap(({ kind, attributes }) =>
      kind === 'input' && attributes.port.kind === 'feature' ? [attributes.port.feature] : [],
    ),
  ),
]
