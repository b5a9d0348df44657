import texts from '../../../docs/diagnostics/*.md'

/** The page of each diagnostic as Markdown, by code: they travel inside the bundle. */
export const pages: ReadonlyMap<string, string> = new Map(Object.entries(texts))
