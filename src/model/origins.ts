import type { Span } from '../diagnostics/diagnostic.ts'

/**
 * Where the user wrote each part of a spec: the part itself is the key. What a diagnostic points at; nothing else depends on it, and a spec
 * that was read from a file has none.
 */
export type Origins = ReadonlyMap<object, Span>

export const noOrigins: Origins = new Map()
