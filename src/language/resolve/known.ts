import type { Span } from '../../diagnostics/diagnostic.ts'
import { nearest } from '../../diagnostics/nearest.ts'
import type { Report } from '../../diagnostics/report.ts'
import type { Identifier } from '../syntax/ast.ts'
import { related, replaceWith } from './extras.ts'

/** What `name` names among the declared ones; where it names nothing, CTR1501 with the nearest name. */
export function known<Thing>(
  report: Report,
  kind: string,
  name: Identifier,
  among: ReadonlyMap<string, Thing>,
): Thing | undefined {
  const found = among.get(name.name)
  if (found === undefined) reportUnknown(report, kind, name, among.keys())
  return found
}

/** Diagnostics after which no near name is looked for: nobody reads that many, and each compares a name with all that there are. */
const mostSuggestions = 200

/** The declared name that was probably meant. */
export const nearAmong = (report: Report, name: string, among: Iterable<string>): string | undefined =>
  report.found.length < mostSuggestions ? nearest(name, among) : undefined

export function reportUnknown(report: Report, kind: string, name: Identifier, among: Iterable<string>): void {
  if (name.name === '') return // the parser has reported it
  const near = nearAmong(report, name.name, among)
  report('CTR1501', name.span, { kind, name: name.name, near }, { fixes: replaceWith(name.span, near) })
}

/** The same for a name that is none of the language's own: all of them are few enough to be listed. */
export function reportNoChoice(report: Report, kind: string, name: Identifier, choices: readonly string[]): void {
  if (name.name === '') return // the parser has reported it
  const near = nearest(name.name, choices)
  report('CTR1501', name.span, { kind, name: name.name, near, choices }, { fixes: replaceWith(name.span, near) })
}

/** CTR1502: `name` is declared a second time. */
export const reportTwice = (report: Report, kind: string, name: Identifier, first: Span): void =>
  report('CTR1502', name.span, { kind, name: name.name }, { related: related('first declared here', first) })

/** The names once each, in their order; a repetition is CTR1516. */
export function withoutRepetition<Named extends Identifier>(
  report: Report,
  names: readonly Named[],
  list: string,
): readonly Named[] {
  const first = new Map<string, Named>()
  for (const name of names) {
    const earlier = first.get(name.name)
    if (earlier === undefined) first.set(name.name, name)
    else report('CTR1516', name.span, { name: name.name, list }, { related: related('first here', earlier.span) })
  }
  return [...first.values()]
}
