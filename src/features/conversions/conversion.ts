/**
 * SQL that makes a column of another type one that a feature reads: what a message shows as a remedy. All parts are SQL over the quoted
 * column. Which of several is shown, the column's values decide (rows/conversions.ts).
 */
export interface Conversion {
  readonly sql: (column: string) => string
  /** True where a value that is there fails to convert, or would become another one. Undefined: none does. */
  readonly loses?: (column: string) => string
  /** True where a value that is there becomes missing. Undefined: none does. */
  readonly drops?: (column: string) => string
  /** It is meant where this is true of some row. Undefined: always. */
  readonly sign?: (column: string) => string
  /** An option of read_csv that takes the place of `sql`. */
  readonly option?: string
  /** What it does; undefined: it converts the column. */
  readonly does?: string
}

/** Words that logs write for a missing value, in lower case. */
export const wordsForMissing = ['', 'na', 'n/a', 'nan', 'null', '\\n', 'none', 'nil', '-', '?', 'undefined'] as const

/** Whether a text stands for a missing value. */
export const isWordForMissing = (column: string): string =>
  `lower(trim(${column})) IN (${wordsForMissing.map((word) => `'${word}'`).join(', ')})`

/** Of values in a list: what is done to each, to all of them. */
export const forElements = (conversion: Conversion, list = (column: string): string => column): Conversion => {
  const { sql, loses, drops, ...rest } = conversion
  const some = (condition: (value: string) => string) => (column: string) =>
    `len(list_filter(${list(column)}, element -> element IS NOT NULL AND ${condition('element')})) > 0`
  return {
    ...rest,
    sql: (column) => `list_transform(${list(column)}, element -> ${sql('element')})`,
    ...(loses === undefined ? {} : { loses: some(loses) }),
    ...(drops === undefined ? {} : { drops: some(drops) }),
  }
}

/** A conversion of what `inner` gives. */
export const after = (inner: (column: string) => string, conversion: Conversion): Conversion => {
  const { sql, loses, drops, sign, ...rest } = conversion
  const there = (condition: (value: string) => string) => (column: string) =>
    `(${inner(column)} IS NOT NULL AND ${condition(inner(column))})`
  return {
    ...rest,
    sql: (column) => sql(inner(column)),
    ...(loses === undefined ? {} : { loses: there(loses) }),
    ...(drops === undefined ? {} : { drops: there(drops) }),
    ...(sign === undefined ? {} : { sign: there(sign) }),
  }
}
