import type { Lowering } from '../lowering.ts'
import { castTo, mlDomain } from '../writer.ts'

export const viewIndex: Lowering<'view_index'> = (op, [view], node) => {
  const { views } = op.attributes
  const position = node.step(
    'LabelEncoder',
    [view!.name],
    {
      keys_strings: { strings: views },
      values_int64s: { ints: views.map((_, i) => i) },
      default_int64: { int: views.length },
    },
    mlDomain,
  )
  return node.result('Cast', [position], castTo('int32'))
}
