import { demandDtype } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'
import { SurfaceSet } from '../surfaces.ts'
import { levelRows, sameRows, sameShape, showRows, showShape, sizeOf } from '../types.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly join: { readonly level: string; readonly parts: readonly SurfaceSet[] }
  }
}

/**
 * One value from parts on disjoint surfaces: inputs[i] covers parts[i] (sorted by key), all at `level` and of one shape -> the same
 * shape on the union. A row-free input is repeated for each of its part's rows.
 */
export const join = defineOp('join', {
  changesRows: 'joins',
  type: (inputs, { level, parts }) => {
    const first = inputs[0]!
    const wrong = demandDtype(inputs, first.dtype)
    if (wrong) return wrong
    for (const [i, input] of inputs.entries()) {
      if (!sameShape(input.shape, first.shape))
        return { mismatch: 'shapes-differ', found: showShape(input.shape), expected: showShape(first.shape) }
      const rows = levelRows(level, parts[i]!)
      if (input.rows.kind !== 'none' && !sameRows(input.rows, rows))
        return { mismatch: 'rows-differ', found: showRows(input.rows).trim(), expected: showRows(rows).trim() }
    }
    const names = parts.flatMap((part) => part.names)
    const surfaces = SurfaceSet.of(names)
    const sorted = parts.every((part, i) => i === 0 || parts[i - 1]!.key < part.key)
    if (parts.length !== inputs.length || surfaces.size !== names.length || !sorted)
      return {
        mismatch: 'rows-differ',
        found: parts.map((part) => part.key).join(', '),
        expected: 'disjoint parts, sorted, one for each input',
      }
    return { dtype: first.dtype, shape: first.shape, rows: levelRows(level, surfaces) }
  },
  cost: () => ({ multiplyAdds: 0 }),
  gradient: ({ op, inputs, dy }, g) =>
    inputs.map((input, i) => {
      const part = g.restrict(dy, op.attributes.parts[i]!)
      return g.typeOf(input).rows.kind === 'none' ? g.total(part) : part
    }),
  evaluate: (inputs, { type, attributes: { level, parts } }, env) => {
    const surfaces = type.rows.kind === 'level' ? type.rows.surfaces : SurfaceSet.empty
    const size = sizeOf(type.shape)
    const rows = env.count(level, surfaces)
    const data = new Float64Array(rows * size)
    let to = 0
    for (const surface of surfaces) {
      const i = parts.findIndex((part) => part.has(surface))
      const [input, part] = [inputs[i]!, parts[i]!]
      const offsets = env.offsets(level, part)
      const position = part.names.indexOf(surface)
      const [from, end] = [offsets[position]!, offsets[position + 1]!]
      for (let row = from; row < end; row++, to += size) {
        const start = input.type.rows.kind === 'none' ? 0 : row * size
        data.set(input.data.subarray(start, start + size), to)
      }
    }
    return { type, rows, data }
  },
})
