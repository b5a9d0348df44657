import { commonRows, demandDtype, isRowMismatch } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { rowCount } from '../elementwise.ts'
import { sameShape, showShape, sizeOf } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly concat: { readonly axis: number }
  }
}

/** Side by side along `axis`: [..., a, ...], [..., b, ...] -> [..., a + b, ...]. A row-free part is repeated for every row. */
export const concat = defineOp('concat', {
  type: (inputs, { axis }) => {
    const first = inputs[0]!
    const wrong = demandDtype(inputs, first.dtype)
    if (wrong) return wrong
    const rows = commonRows(inputs)
    if (isRowMismatch(rows)) return rows
    if (axis < 0 || axis >= first.shape.length)
      return { mismatch: 'axis', found: `axis ${axis} of ${showShape(first.shape)}`, expected: 'an axis of every part' }
    const odd = inputs.find((input) => !sameShape(input.shape.toSpliced(axis, 1), first.shape.toSpliced(axis, 1)))
    if (odd) return { mismatch: 'shapes-differ', found: showShape(odd.shape), expected: showShape(first.shape) }
    const size = inputs.reduce((sum, input) => sum + input.shape[axis]!, 0)
    return { dtype: first.dtype, shape: first.shape.with(axis, size), rows }
  },
  cost: () => ({ multiplyAdds: 0 }),
  gradient: ({ op, inputs, dy, wanted }, g) => {
    const { axis } = op.attributes
    const sizes = inputs.map((input) => g.shapeOf(input)[axis]!)
    const parts = pieces(sizes, wanted)
    const values = g.split(
      dy,
      axis,
      parts.map(({ size }) => size),
    )
    const byInput = new Map(parts.map(({ input }, i) => [input, values[i]!]))
    return inputs.map((input, i) => {
      const part = byInput.get(i)
      if (part === undefined) return undefined
      return g.typeOf(input).rows.kind === 'none' && op.type.rows.kind !== 'none' ? g.total(part) : part
    })
  },
  evaluate: (inputs, { type, attributes: { axis } }) => {
    const rows = rowCount(inputs)
    const outer = sizeOf(type.shape.slice(0, axis))
    const inner = sizeOf(type.shape.slice(axis + 1))
    const data = new Float64Array(rows * sizeOf(type.shape))
    const strings: string[] = []
    const integers = type.dtype === 'int64' ? new BigInt64Array(data.length) : undefined
    let to = 0
    for (let row = 0; row < rows; row++)
      for (let o = 0; o < outer; o++)
        for (const input of inputs) {
          const length = input.type.shape[axis]! * inner
          const from = (input.type.rows.kind === 'none' ? 0 : row * outer * length) + o * length
          data.set(input.data.subarray(from, from + length), to)
          if (input.strings) strings.push(...input.strings.slice(from, from + length))
          for (let i = 0; integers !== undefined && i < length; i++)
            integers[to + i] = input.integers?.[from + i] ?? BigInt(input.data[from + i]!)
          to += length
        }
    return { type, rows, data, ...(type.dtype === 'string' && { strings }), ...(integers && { integers }) }
  },
})

/** A piece for each part that is needed; neighbours that are not are one piece, of no input. */
function pieces(sizes: readonly number[], wanted: (input: number) => boolean) {
  const found: { input: number | undefined; size: number }[] = []
  for (const [i, size] of sizes.entries()) {
    const last = found.at(-1)
    if (!wanted(i) && last !== undefined && last.input === undefined) last.size += size
    else found.push({ input: wanted(i) ? i : undefined, size })
  }
  return found
}
