import { exactNumber } from '../graph/exact-number.ts'
import type { Op } from '../graph/graph.ts'
import { opTable } from '../graph/ops/table.ts'
import { resultsOf } from '../graph/results.ts'
import { carries } from '../graph/text.ts'
import { showType } from '../graph/types.ts'
import type { Pass } from './pass.ts'
import { rewrite } from './rewrite.ts'

/**
 * Ops of one kind with the same inputs and attributes become one: the first in canonical order. Scores: equal bit for bit.
 */
export const commonSubexpressions: Pass = {
  name: 'common-subexpressions',
  requires: [],
  ensures: [],
  run: (graph) => {
    const first = new Map<string, readonly string[]>()
    return rewrite(graph, (op) => {
      if (op.kind === 'input') return undefined
      const stated = statedBy(op)
      const known = first.get(stated)
      if (known === undefined)
        first.set(
          stated,
          resultsOf(op).map(({ name }) => name),
        )
      return known
    })
  },
}

/** All that an op states but its name: equal texts compute equal values. Operands that may change places are sorted. */
function statedBy(op: Op): string {
  const inputs = opTable[op.kind].commutative ? op.inputs.toSorted() : op.inputs
  const carried = op.kind === 'constant' ? op.attributes.data.map(exactNumber).join(' ') : carries(op)
  return `${op.kind} (${inputs.join(', ')}) {${carried}} ${showType(op.type)}`
}
