import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { ModelDeclaration } from '../syntax/ast.ts'

/**
 * What is wrong with a variant and not with what was found already, its base's mistakes among it: each shows the variant, since it may stand in a
 * line of the base that fits there.
 */
export function inVariant(
  { name, base }: ModelDeclaration,
  found: readonly Diagnostic[],
  known: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (base === undefined) return found
  const identity = ({ code, message, span }: Diagnostic): string =>
    JSON.stringify([code, message, span?.file, span?.start, span?.end])
  const before = new Set(known.map(identity))
  const related = { message: `in model '${name.name}', which extends '${base.name}'`, span: name.span }
  return found
    .filter((each) => !before.has(identity(each)))
    .map((each) => (each.span === name.span ? each : { ...each, related: [...each.related, related] }))
}
