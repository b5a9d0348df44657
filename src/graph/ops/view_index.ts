import { demandDtype } from '../broadcast.ts'
import { defineOp } from '../define-op.ts'

declare module '../op-attributes.ts' {
  interface OpAttributes {
    readonly view_index: { readonly views: readonly string[] }
  }
}

/** The name of a view, string -> int32: its position in `views`, `views.length` where it is none of them. [...] -> [...]. */
export const viewIndex = defineOp('view_index', {
  type: ([view]) => demandDtype([view!], 'string') ?? { ...view!, dtype: 'int32' },
  cost: () => ({ multiplyAdds: 0 }),
  gradient: 'none',
  evaluate: ([view], { type, attributes: { views } }) => ({
    type,
    rows: view!.rows,
    data: Float64Array.from(view!.strings ?? [], (name) => {
      const position = views.indexOf(name)
      return position < 0 ? views.length : position
    }),
  }),
})
