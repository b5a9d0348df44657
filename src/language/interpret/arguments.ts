import type { Related, Span } from '../../diagnostics/diagnostic.ts'
import { nearest } from '../../diagnostics/nearest.ts'
import { replaceWith } from '../resolve/extras.ts'
import type { Argument, CallExpression } from '../syntax/ast.ts'
import type { Interpreter } from './interpreter.ts'

export interface Wanted {
  readonly name: string
  readonly required: boolean
  /** What it is, in a message. */
  readonly type: string
  /** Where a module declares it. */
  readonly span?: Span
}

/** A parameter may have been renamed; those of the library have not. */
const declaredAs = (near: Wanted | undefined): readonly Related[] =>
  near?.span === undefined || near.span.file.startsWith('ctr:')
    ? []
    : [{ message: `'${near.name}' is declared here`, span: near.span }]

/** Which argument goes to which name: first by position, then by name. Undefined after an error. */
export function bindArguments(
  interpreter: Interpreter,
  call: CallExpression,
  wanted: readonly Wanted[],
): ReadonlyMap<string, Argument> | undefined {
  const callee = call.callee.name
  const bound = new Map<string, Argument>()
  let fits = true
  let isMisnamed = false
  const positional = call.arguments.filter((argument) => argument.name === undefined)
  if (positional.length > wanted.length) {
    interpreter.report('CTR3012', call.span, { callee, found: positional.length, expected: wanted.length })
    fits = false
  }
  positional.forEach((argument, i) => {
    const name = wanted[i]?.name
    if (name !== undefined) bound.set(name, argument)
  })
  for (const argument of call.arguments) {
    if (argument.name === undefined) continue
    const { name, span } = argument.name
    if (!wanted.some((each) => each.name === name)) {
      const known = wanted.map((each) => each.name)
      const near = nearest(name, known)
      interpreter.report(
        'CTR3010',
        span,
        { callee, name, near, known: known.join(', ') || 'none' },
        { fixes: replaceWith(span, near), related: declaredAs(wanted.find((each) => each.name === near)) },
      )
      isMisnamed = true
    } else {
      const earlier = bound.get(name)
      if (earlier === undefined) bound.set(name, argument)
      else {
        const related = [{ message: 'first here', span: earlier.span }]
        interpreter.report('CTR1523', span, { key: name, place: `'${callee}'` }, { related })
        fits = false
      }
    }
  }
  // The missing one is then most likely the one with a wrong name: one error.
  if (isMisnamed) return undefined
  for (const { name, required, type } of wanted) {
    if (!required || bound.has(name)) continue
    interpreter.report('CTR3011', call.span, { callee, name, type })
    fits = false
  }
  return fits ? bound : undefined
}
