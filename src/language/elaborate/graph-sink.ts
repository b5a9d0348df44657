import type { Span } from '../../diagnostics/diagnostic.ts'
import { createBuilder } from '../../graph/create-builder.ts'
import type { ParameterDeclaration } from '../../graph/graph.ts'
import type { LevelOrder } from '../../graph/levels.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import { noRows } from '../../graph/types.ts'
import type { Sink } from '../interpret/sink.ts'

/** Builds the IR. Source positions are kept beside it, never in it. */
export function graphSink(levels: LevelOrder, surfaces: SurfaceSet) {
  const builder = createBuilder({ levels, surfaces })
  const scopes = new Map<string, ReturnType<typeof builder.scope>>()
  const spans = new Map<string, Span>()
  const parameters = new Map<string, ParameterDeclaration>()
  const scopeOf = (path: string) => {
    const scope = scopes.get(path) ?? builder.scope(path)
    scopes.set(path, scope)
    return scope
  }
  const remember = (id: string, span: Span): string => {
    if (!spans.has(id)) spans.set(id, span)
    return id
  }
  const sink: Sink = {
    op: (kind, inputs, attributes, type, path, span) =>
      remember(scopeOf(path).add(kind, inputs, attributes, type), span),
    input: (attributes, type, span) => remember(builder.add('input', [], attributes, type), span),
    parameter: (declaration, span) => {
      parameters.set(declaration.name, declaration)
      const port = { kind: 'parameter', parameter: declaration.name } as const
      const type = { dtype: 'float32', shape: declaration.shape, rows: noRows } as const
      return remember(builder.add('input', [], { port }, type), span)
    },
  }
  return { sink, builder, spans, parameters }
}
