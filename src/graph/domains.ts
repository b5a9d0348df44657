import { byKey } from '../diagnostics/text-order.ts'
import type { Graph, Op } from './graph.ts'

/** A feature that a graph applies a function to which is not finite for all numbers. */
export interface Domain {
  readonly feature: string
  readonly kind: 'log' | 'log1p' | 'sqrt' | 'div' | 'root' | 'inverse_root' | 'inverse_power'
}

/** What is not finite for all numbers about an op, if anything. */
function partialKind(op: Op): Domain['kind'] | undefined {
  switch (op.kind) {
    case 'log':
    case 'log1p':
    case 'sqrt':
    case 'div':
      return op.kind
    case 'pow': {
      const { exponent } = op.attributes
      if (Number.isInteger(exponent)) return exponent < 0 ? 'inverse_power' : undefined
      return exponent < 0 ? 'inverse_root' : 'root'
    }
    default:
      return undefined
  }
}

/** Where a partial function is applied to a number as it comes from the row; each once, by feature and function. */
export function domainsOf(graph: Graph): readonly Domain[] {
  const byId = new Map(graph.ops.map((op) => [op.id, op]))
  const found = new Map<string, Domain>()
  for (const op of graph.ops) {
    const kind = partialKind(op)
    const feature = kind && featureOf(op.inputs.at(-1), byId)
    if (kind !== undefined && feature !== undefined) found.set(`${feature} ${kind}`, { feature, kind })
  }
  return [...found].sort(byKey).map(([, domain]) => domain)
}

/** The feature that a value is, if it is one: rows may be picked on the way. */
function featureOf(id: string | undefined, byId: ReadonlyMap<string, Op>): string | undefined {
  const op = byId.get(id ?? '')
  switch (op?.kind) {
    case 'number':
    case 'spread':
    case 'restrict':
      return featureOf(op.inputs[0], byId)
    case 'input':
      return op.attributes.port.kind === 'feature' ? op.attributes.port.feature : undefined
    default:
      return undefined
  }
}
