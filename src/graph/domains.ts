import type { Graph, Op, OpKind } from './graph.ts'

/** A feature that a graph applies a function to which is not finite for all numbers. */
export interface Domain {
  readonly feature: string
  readonly kind: 'log' | 'log1p' | 'sqrt' | 'div'
}

const partial: Readonly<Partial<Record<OpKind, Domain['kind']>>> = {
  log: 'log',
  log1p: 'log1p',
  sqrt: 'sqrt',
  div: 'div',
}

/** Where a partial function is applied to a number as it comes from the row; each once, by feature and function. */
export function domainsOf(graph: Graph): readonly Domain[] {
  const byId = new Map(graph.ops.map((op) => [op.id, op]))
  const found = new Map<string, Domain>()
  for (const op of graph.ops) {
    const kind = partial[op.kind]
    const feature = kind && featureOf(op.inputs.at(-1), byId)
    if (kind !== undefined && feature !== undefined) found.set(`${feature} ${kind}`, { feature, kind })
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, domain]) => domain)
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
