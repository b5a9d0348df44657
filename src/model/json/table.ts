import type { Initial, TableRowsRule } from '../../graph/graph.ts'
import type { Table } from '../table.ts'
import { type Codec, list, number, object, oneOf, optional, text, variants } from './codec.ts'

type InitialOf<Kind extends Initial['kind']> = Extract<Initial, { readonly kind: Kind }>
type RuleOf<Kind extends TableRowsRule['kind']> = Extract<TableRowsRule, { readonly kind: Kind }>

const initial: Codec<Initial> = variants<'kind', Initial>('kind', {
  glorot_uniform: object<InitialOf<'glorot_uniform'>>({ kind: oneOf('glorot_uniform') }),
  zeros: object<InitialOf<'zeros'>>({ kind: oneOf('zeros') }),
  ones: object<InitialOf<'ones'>>({ kind: oneOf('ones') }),
  constant: object<InitialOf<'constant'>>({ kind: oneOf('constant'), value: number }),
  normal: object<InitialOf<'normal'>>({ kind: oneOf('normal'), deviation: number }),
  values: object<InitialOf<'values'>>({ kind: oneOf('values'), values: list(number) }),
})

const rule: Codec<TableRowsRule> = variants<'kind', TableRowsRule>('kind', {
  hash: object<RuleOf<'hash'>>({ kind: oneOf('hash'), rows: number }),
  range: object<RuleOf<'range'>>({ kind: oneOf('range'), rows: number }),
  vocabulary: object<RuleOf<'vocabulary'>>({
    kind: oneOf('vocabulary'),
    rows: number,
    file: optional(text),
    words: optional(list(text)),
    seen: optional(number),
    of: oneOf('id', 'string'),
  }),
})

export const table: Codec<Table> = object<Table>({ name: text, rule, dim: number, initial })
