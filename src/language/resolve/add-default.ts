import type { Fix } from '../../diagnostics/diagnostic.ts'
import type { FeatureNode } from '../syntax/ast.ts'

/** `default 0` behind the type, the table and the sentinel, where the clause stands. */
export function addDefault({ type, table, missing }: FeatureNode): Fix {
  const { span } = missing ?? table ?? type
  const literal = type.kind === 'bool' ? 'false' : '0'
  const edits = [{ span: { ...span, start: span.end }, text: ` default ${literal}` }]
  return { kind: 'default', title: `add 'default ${literal}'`, edits }
}
