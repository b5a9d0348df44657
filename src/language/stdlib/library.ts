import texts from './*.ctr'

/** The library's files as text, by name without `.ctr`, in order of name: they travel inside the bundle. */
export const library: ReadonlyMap<string, string> = new Map(Object.entries(texts))
