import { idsOfFloats, integers, mapIntegers } from './columns.ts'
import { defineDerivation } from './definition.ts'

/** Position of the first edge above a value, by halves: how many edges it is not below. */
function reached<Value extends number | bigint>(edges: readonly Value[], value: Value): bigint {
  let [low, high] = [0, edges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (value >= edges[middle]!) low = middle + 1
    else high = middle
  }
  return BigInt(low)
}

/** `bucket(days_active, [7, 30, 90])`: 0 below 7, 1 in [7, 30), 2 in [30, 90), 3 from 90 on. Constants: the edges. */
export const bucket = defineDerivation({
  form: 'bucket(x, [edges])',
  parameters: [
    { kind: 'operand', name: 'x', accepts: ['int', 'float', 'id', 'time'] },
    { kind: 'numbers', name: 'edges' },
  ],
  refuses: (edges, [operand]) => {
    const compared = operand === 'float' ? edges.map(Math.fround) : edges
    const at = compared.findIndex((edge, i) => i > 0 && edge <= compared[i - 1]!)
    if (at > 0) return { found: `${edges[at]} behind ${edges[at - 1]}`, expected: 'edges in ascending order' }
    const broken = operand === 'float' ? undefined : edges.find((edge) => !Number.isSafeInteger(edge))
    if (broken !== undefined) return { found: String(broken), expected: 'whole numbers, as the operand is' }
    return undefined
  },
  result: (_, edges) => ({ kind: 'id', ids: edges.length + 1 }),
  host: ([column], edges) => {
    if (column?.kind === 'float') {
      const bounds = edges.map(Math.fround)
      return idsOfFloats(column, (value) => reached(bounds, value))
    }
    const bounds = edges.map(BigInt)
    return mapIntegers(integers(column), (value) => reached(bounds, value))
  },
  graph: (g, [x], edges) => g.builder.add('bucket', [x!.value], { edges }),
})
