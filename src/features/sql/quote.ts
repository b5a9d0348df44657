/** A name as DuckDB reads it back: nothing in it is SQL. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A string literal: nothing in it is SQL. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`
