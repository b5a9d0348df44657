import type { Span } from '../diagnostics/diagnostic.ts'
import type { Graph } from '../graph/graph.ts'
import type { Program } from '../language/program.ts'

/** sourcemap.json: op -> file and line, from 1. What a pass made has its path's place; what has none is left out. */
export function sourceMap(
  program: Program,
  graph: Graph,
  spans: ReadonlyMap<string, Span>,
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
    const text = span === undefined ? undefined : program.files.get(span.file)?.text
    if (span === undefined || text === undefined) return []
    const line = text.slice(0, span.start).split('\n').length
    const file = span.file.startsWith(within) ? span.file.slice(within.length) : span.file
    return [[id, `${file}:${line}`]]
  })
  return Object.fromEntries(places)
}
