import type { Span } from '../../diagnostics/diagnostic.ts'
import type { Interpreter } from './interpreter.ts'
import type { Scope } from './scope.ts'
import type { Keyed } from './values.ts'

/**
 * One value is needed where there is one per key: an entry per task is read inside a predict (CTR2011), one per surface by
 * `[surface]` where several run (CTR2005). `value` is the expression that has the entries, where it is known.
 */
export function reportUnread(interpreter: Interpreter, { keys }: Keyed, scope: Scope, span: Span, value?: Span): void {
  if (keys.includes('tasks') && scope.task === undefined) {
    interpreter.report('CTR2011', span, {})
    return
  }
  const fixes =
    value === undefined || value.file.startsWith('ctr:')
      ? []
      : [
          {
            kind: 'entry' as const,
            title: "read each row's entry",
            edits: [{ span: { ...value, start: value.end }, text: '[surface]' }],
          },
        ]
  interpreter.report(
    'CTR2005',
    span,
    { keys: keys.map((kind) => (kind === 'surfaces' ? 'surface' : 'task')).join(' and '), place: scope.place },
    { fixes },
  )
}
