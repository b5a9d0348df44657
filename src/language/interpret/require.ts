import type { RequireStatement } from '../syntax/ast.ts'
import { constantOf } from './constants.ts'
import type { Interpreter } from './interpreter.ts'
import type { Scope } from './scope.ts'
import { describe, isConstant } from './values.ts'
import { widthsOf } from './widths.ts'

/**
 * Whether what a `require` asks for is so. Where it is not, CTR3028 at the call of the module that asks, in the module's own words; CTR1501 for a
 * name in the message that is none in sight.
 */
export function holds(interpreter: Interpreter, { condition, message, span }: RequireStatement, scope: Scope): boolean {
  const site = { scope, path: scope.path, whole: false }
  const value = constantOf(interpreter, condition, site, "what 'require' asks for")
  if (value === undefined) return false
  if (value.kind !== 'bool') {
    const at = { what: "what 'require' asks for", found: describe(value), expected: 'true or false' }
    interpreter.report('CTR3004', condition.span, at)
    return false
  }
  const reason = message.value.replace(/\{(\w+)\}/g, (written, name: string) => {
    const found = scope.find(name)?.value
    if (found !== undefined && isConstant(found)) return describe(found)
    if (found === undefined) {
      const near = interpreter.near(name, () => scope.inSight)
      interpreter.report('CTR1501', message.span, { kind: 'constant', name, near })
    }
    return written
  })
  if (!value.value) {
    const given = scope.bindings.flatMap((each) => (each.kind === 'argument' ? [each.value] : []))
    interpreter.reportAtCall('CTR3028', span, { reason }, widthsOf(interpreter, given))
  }
  return value.value
}
