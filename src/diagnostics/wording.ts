/** The end of a message about an unknown name; nothing where no known name is near. */
export const didYouMean = (near: string | undefined): string => (near === undefined ? '' : `; did you mean '${near}'?`)

/** `1 row`, `2 rows`. */
export const counted = (count: number, one: string): string => (count === 1 ? `1 ${one}` : `${count} ${one}s`)

/** A remedy in a dataset's query: SQL, and what it does. `check:formats` reads it off a message and applies it. */
export const inQuery = (sql: string, does: string): string => `${sql} in the query ${does}`

/** A remedy that is an option of the function that reads CSV. */
export const inReadCsv = (option: string, does: string): string => `${option} in read_csv ${does}`
