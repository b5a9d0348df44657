import type { Diagnostic } from '../../diagnostics/diagnostic.ts'

/** How often one missing name is reported, or one missing import; a reader has understood it then. */
const most = 3

/**
 * Folds what one missing declaration causes in many places into the first diagnostics of it: a table that a dozen features are looked up in, the
 * library that a file does not import. The other places are shown with the last that is kept.
 */
export function withoutRepeated(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const groups = new Map<string, Diagnostic[]>()
  for (const each of found) {
    const key = causeOf(each)
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), each])
  }
  if (![...groups.values()].some((group) => group.length > most)) return found
  return found.flatMap((each) => {
    const group = groups.get(causeOf(each) ?? '')
    if (group === undefined || group.length <= most) return [each]
    const at = group.indexOf(each)
    if (at < most - 1) return [each]
    if (at >= most) return []
    const folded = group.slice(most).flatMap(({ message, span }) => (span === undefined ? [] : [{ message, span }]))
    return [{ ...each, related: [...each.related, ...folded] }]
  })
}

/** Of a task its model; of a split its dataset; of modules that are nowhere the file, which lacks an import; of another unknown name the kind and the name, whatever is near it in its place; of a module that is not imported the file and where it would be from. */
function causeOf({ code, message, span }: Diagnostic): string | undefined {
  if (code === 'CTR1501' && /^there is no module '[^']*'$/.test(message)) return `${span?.file} modules`
  if (code === 'CTR1501') return message.split(/;| Did you/)[0]
  if (code === 'CTR1556') return message.split(' does not predict ')[0]
  if (code === 'CTR1560') return message.split(' has no split ')[0]
  if (code === 'CTR1567') return `${span?.file} ${message.split(';')[1]}`
  return undefined
}
