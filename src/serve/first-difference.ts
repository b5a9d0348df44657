import type { RawRows } from './serving-feeds.ts'
import type { Contestants } from './verify.ts'

/** The first node, in the pruned graph's order, whose values differ between the unified and the pruned graph. */
export async function firstDifference({ graphs, open }: Contestants, rows: RawRows): Promise<string | undefined> {
  const inUnified = new Set(graphs.unified.ops.map((op) => op.id))
  const rowOps = new Set(['restrict', 'join', 'spread', 'input', 'constant'])
  const common = graphs.pruned.ops
    .filter((op) => op.type.dtype === 'float32' && !rowOps.has(op.kind) && inUnified.has(op.id))
    .map((op) => op.id)
  const [unified, pruned] = [await open('unified', common), await open('pruned', common)]
  try {
    const a = await unified.score(rows, common)
    const b = await pruned.score(rows, common)
    return common.find((id) => {
      const [x, y] = [a.get(id), b.get(id)]
      if (x?.dtype !== 'float32' || y?.dtype !== 'float32') return false
      return x.data.length !== y.data.length || x.data.some((value, i) => !Object.is(value, y.data[i]))
    })
  } finally {
    await unified.close()
    await pruned.close()
  }
}
