/**
 * Tables of one width whose rows lie one below another in this order, so that one op reads or moves those of all. Declarations and
 * files know each table by itself.
 */
export interface TableStack {
  readonly name: string
  readonly tables: readonly string[]
}

/** A table that stands alone, as a stack. */
export const stackOfOne = (table: string): TableStack => ({ name: table, tables: [table] })

/** The stack, or the table alone, that rows and ports call by `name`. */
export const stackNamed = (stacks: readonly TableStack[] | undefined, name: string): TableStack =>
  stacks?.find((stack) => stack.name === name) ?? stackOfOne(name)
