import type { Span } from '../diagnostics/diagnostic.ts'
import type { Graph } from '../graph/graph.ts'
import type { CompiledModel } from '../language/elaborate/compile-model.ts'

/** sourcemap.json: op -> file and line, from 1. What a pass made has its path's place; what has none is left out. */
export function sourceMap(
  { spans, lineOf }: Pick<CompiledModel, 'spans' | 'lineOf'>,
  graph: Graph,
  base: string,
): Readonly<Record<string, string>> {
  const within = base.endsWith('/') ? base : `${base}/`
  const byPath = new Map<string, Span>()
  for (const [id, span] of spans) {
    const path = id.slice(0, id.lastIndexOf('/'))
    if (!byPath.has(path)) byPath.set(path, span)
  }
  const places = graph.ops.flatMap(({ id }): [string, string][] => {
    const span = spans.get(id) ?? byPath.get(id.slice(0, id.lastIndexOf('/')))
    const line = span === undefined ? undefined : lineOf(span)
    if (span === undefined || line === undefined) return []
    const file = span.file.startsWith(within) ? span.file.slice(within.length) : span.file
    return [[id, `${file}:${line}`]]
  })
  return Object.fromEntries(places)
}
