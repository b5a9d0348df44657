import type { Op } from '../graph/graph.ts'
import type { FeatureEncoding } from '../graph/ports.ts'
import type { Pass } from './pass.ts'
import { rewrite } from './rewrite.ts'

/**
 * Replaces the encoding of raw features by inputs that the host has encoded (training): a table's rows, filled numbers, missing flags,
 * sequence masks, positions of views. The inputs have the encodings' own types; raw features are gone.
 */
export const encodeOnHost: Pass = {
  name: 'encode-on-host',
  requires: [],
  ensures: ['encoded'],
  run: (graph) => {
    const features = new Map(
      graph.ops.flatMap((op) =>
        op.kind === 'input' && op.attributes.port.kind === 'feature'
          ? [[op.id, op.attributes.port.feature] as const]
          : [],
      ),
    )
    const encoded = rewrite(graph, (op, g) => {
      const as = encodingOf(op)
      if (!as) return undefined
      const feature = features.get(op.inputs[0]!)
      if (feature === undefined) throw new Error(`encode-on-host: '${op.id}' encodes what is no raw feature`)
      return g.input({ kind: 'encoded', feature, as }, op.type)
    })
    const raw = encoded.ops.find((op) => op.kind === 'input' && op.attributes.port.kind === 'feature')
    if (raw) throw new Error(`encode-on-host: '${raw.id}' is read without an encoding`)
    return encoded
  },
}

function encodingOf(op: Op): FeatureEncoding | undefined {
  switch (op.kind) {
    case 'table_row':
      return { kind: 'row', table: op.attributes.table }
    case 'number':
      return { kind: 'number' }
    case 'is_missing':
      return { kind: 'missing' }
    case 'sequence_mask':
      return { kind: 'mask' }
    case 'view_index':
      return { kind: 'view', views: op.attributes.views }
    default:
      return undefined
  }
}
