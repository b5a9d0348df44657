import { keyOf } from './config.ts'
import type { DeclaredTable } from './declarations.ts'

/** `rows: hash(1M) per feature`: each feature that is looked up in the table has a table of its own. */
export const isPerFeature = ({ config }: DeclaredTable): boolean =>
  config.entries.some((entry) => keyOf(entry) === 'rows' && entry.value.kind === 'per')

/**
 * The name of a feature's own table: `fields.campaign`. A name has no point, so it is no other table's. Tables of their own, and not rows
 * of one table behind one another: then no feature's rows, their initial values and their hashes depend on which others there are.
 */
export const tableOfFeature = (table: string, feature: string): string => `${table}.${feature}`
