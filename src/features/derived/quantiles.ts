import { bucket } from './bucket.ts'
import { isMissingNumber } from './columns.ts'
import { defineDerivation, type Fitting } from './definition.ts'

/** More of them than a table of edges is read for. */
const mostQuantiles = 1024

/** The greatest double that an int64 is. */
const greatestEdge = 2 ** 63 - 1024

/**
 * `quantiles(spend_7d, 10)`: which tenth of the training split's values a number lies in, from 0. Edges are `[low, high)`, as those of `bucket`; where
 * some are equal, their value lies in the highest of the tenths. Constants: how many quantiles; fitted, the edges between them.
 */
export const quantiles = defineDerivation({
  form: 'quantiles(x, n)',
  parameters: [
    { kind: 'operand', name: 'x', accepts: ['int', 'float', 'time'] },
    { kind: 'number', name: 'n' },
  ],
  refuses: ([count]) =>
    Number.isInteger(count) && count! >= 2 && count! <= mostQuantiles
      ? undefined
      : { found: String(count), expected: `a whole number from 2 to ${mostQuantiles} as n` },
  result: (_, [count]) => ({ kind: 'id', ids: count }),
  host: (operands, [, ...edges]) => bucket.host(operands, edges),
  graph: (g, operands, [, ...edges]) => bucket.graph(g, operands, edges),
  fit: {
    stated: 1,
    begin: ([count]) => ranks(count!),
    unfitted: ([count]) => new Array<number>(count! - 1).fill(0),
    stored: (edges) => ({ edges }),
    read: ({ edges }, [count], [operand]) => {
      if (edges === undefined) return 'it has no edges'
      if (edges.length !== count! - 1) return `it has ${edges.length} edges, of ${count} quantiles`
      const broken = edges.find((edge) => operand !== 'float' && !isInteger(edge))
      if (broken !== undefined) return `its edge ${broken} is no int64`
      const falls = edges.findIndex((edge, i) => i > 0 && edge < edges[i - 1]!)
      return falls < 0 ? edges : `its edge ${edges[falls]} is behind ${edges[falls - 1]}`
    },
  },
})

const isInteger = (edge: number): boolean => Number.isInteger(edge) && edge >= -(2 ** 63) && edge <= greatestEdge

/** All values sorted, 4 bytes a float and 8 an integer; the k-th edge is the one of rank k/n, so that some m/n of m values lie between two. */
function ranks(count: number): Fitting {
  const floats: Float32Array[] = []
  const integers: BigInt64Array[] = []
  return {
    add(column, isWanted) {
      const isKept = (_: unknown, row: number): boolean => !isMissingNumber(column, row) && isWanted(row)
      if (column.kind === 'float') floats.push(column.values.filter(isKept))
      else if (column.kind === 'int64') integers.push(column.values.filter(isKept))
    },
    finish() {
      const total = [...floats, ...integers].reduce((sum, { length }) => sum + length, 0)
      if (total === 0) return { fault: 'nothing' }
      const found =
        floats.length > 0
          ? edgesOf(sorted(floats, new Float32Array(total)), count)
          : edgesOf(sorted(integers, new BigInt64Array(total)), count).map(edgeOfInteger)
      // -0 and 0 are one number, of which JSON has one.
      const constants = found.map((edge) => edge + 0)
      return { constants, tied: constants[0] === constants.at(-1) ? String(constants[0]) : undefined }
    },
  }
}

interface Sorted<Part> {
  set(part: Part, at: number): void
  sort(): unknown
}

function sorted<Part extends { readonly length: number }, Whole extends Sorted<Part>>(
  parts: readonly Part[],
  whole: Whole,
): Whole {
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  whole.sort()
  return whole
}

const edgesOf = <Value extends number | bigint>(values: ArrayLike<Value>, count: number): readonly Value[] =>
  Array.from({ length: count - 1 }, (_, k) => values[Math.floor(((k + 1) * values.length) / count)]!)

/** A double, since an edge is one: where no double is the integer, the next one above that has 53 bits. */
function edgeOfInteger(value: bigint): number {
  const bits = (value < 0n ? -value : value).toString(2).length
  const step = 1n << BigInt(Math.max(0, bits - 53))
  const above = value % step > 0n ? 1n : 0n
  return Math.min(Number((value / step + above) * step), greatestEdge)
}
