import type { Span } from '../../diagnostics/diagnostic.ts'
import { nearest } from '../../diagnostics/nearest.ts'
import { replaceWith } from '../resolve/extras.ts'
import type { Interpreter } from './interpreter.ts'

/** CTR1501: `name` is none of the few that there are. `span` is an argument, `by: swish`, or the name alone. */
export function reportNoChoice(
  interpreter: Interpreter,
  kind: string,
  name: string,
  choices: readonly string[],
  span: Span,
): void {
  const near = nearest(name, choices)
  const written = interpreter.program.files.get(span.file)?.text.slice(span.start, span.end) ?? ''
  const start = span.start + Math.max(0, written.lastIndexOf(name))
  const place = { ...span, start, end: start + name.length }
  interpreter.report('CTR1501', place, { kind, name, near, choices }, { fixes: replaceWith(place, near) })
}
