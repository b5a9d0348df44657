import type { Span } from '../../diagnostics/diagnostic.ts'
import type { OpAttributes, OpKind, ParameterDeclaration } from '../../graph/graph.ts'
import type { ValueType } from '../../graph/types.ts'

/**
 * Where the interpreter emits its ops. The checking sink adds up costs and keeps no graph; the graph sink builds the IR.
 * Types have been inferred and checked before an op is emitted.
 */
export interface Sink {
  /** Gives the name of the new value. `path` is the spec path of the place that makes it. */
  op<K extends OpKind>(
    kind: K,
    inputs: readonly string[],
    attributes: OpAttributes[K],
    type: ValueType,
    path: string,
    span: Span,
  ): string
  /** An input port; the same port twice is one value. */
  input(attributes: OpAttributes['input'], type: ValueType, span: Span): string
  parameter(declaration: ParameterDeclaration, span: Span): string
}
