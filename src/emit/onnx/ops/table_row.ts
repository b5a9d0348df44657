import { hashedRow, hashedWordRow } from '../hash.ts'
import type { Lowering } from '../lowering.ts'
import { rangeRow } from '../range.ts'
import { vocabularyRow } from '../vocabulary-row.ts'

export const tableRow: Lowering<'table_row'> = (op, [value], node, context) => {
  const { declaration, vocabulary } = context.table(op.attributes.table)
  const { rule } = declaration
  switch (rule.kind) {
    case 'hash':
      return value!.type.dtype === 'string'
        ? hashedWordRow(value!, declaration.name, rule.rows, node)
        : hashedRow(value!, declaration.name, rule.rows, node)
    case 'range':
      return rangeRow(value!, rule.rows, node)
    case 'vocabulary':
      if (!vocabulary) throw new Error(`table '${declaration.name}' has no vocabulary to emit`)
      return vocabularyRow(value!, vocabulary, node)
  }
}
