/** The end of a message about an unknown name; nothing where no known name is near. */
export const didYouMean = (near: string | undefined): string => (near === undefined ? '' : `; did you mean '${near}'?`)

/** `1 row`, `2 rows`. */
export const counted = (count: number, one: string): string => (count === 1 ? `1 ${one}` : `${count} ${one}s`)
