import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { inOrder } from '../../diagnostics/order.ts'
import { hasErrors } from '../../diagnostics/report.ts'
import type { Host } from '../../host/host.ts'
import type { SourceProgram } from '../program.ts'
import { entriesOf } from '../resolve/entries.ts'
import { plainPath } from '../resolve/paths.ts'
import { readableFrom } from '../resolve/readable.ts'
import { resolveProgram } from '../resolve/resolve-program.ts'
import { type GivenSettings, noSettings, withSettings } from '../resolve/settings.ts'
import { withoutAdvice, withoutShared } from './advice.ts'
import { withoutBehindSyntax } from './behind-syntax.ts'
import { checkProgram } from './check.ts'
import { withPlaces } from './places.ts'
import { withoutRepeated } from './repeated.ts'
import { withUnimported } from './unimported.ts'

export interface CheckedProgram {
  /** Undefined where the entry cannot be read. To be used only where `diagnostics` has no error. */
  readonly program: SourceProgram | undefined
  /** Of every stage from the lexer on, in order of file and place. */
  readonly diagnostics: readonly Diagnostic[]
}

export interface CheckedPath {
  /** Entry files of the programs that the path means. */
  readonly entries: readonly string[]
  readonly programs: readonly SourceProgram[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * One program, from its entry file. Types are checked where every file could be parsed: in an incomplete tree, what is
 * missing would be reported a second time, as something that is not in the text.
 */
export function checkEntry(host: Host, entry: string, given: GivenSettings = noSettings): CheckedProgram {
  const readable = readableFrom(host, plainPath(entry))
  const { program, diagnostics } = resolveProgram(host, entry, readable, given)
  const hasHoles = diagnostics.some(({ code, severity }) => severity === 'error' && isOfSyntax(code))
  const all = program === undefined || hasHoles ? [] : checkProgram(program)
  const found = hasErrors([...diagnostics, ...all]) ? withoutAdvice(all) : withoutShared(host, entry, all)
  const both = inOrder(withSettings(program, [...diagnostics, ...found]))
  return {
    program,
    diagnostics:
      program === undefined
        ? both
        : withoutRepeated(withPlaces(program, withUnimported(host, program, withoutBehindSyntax(both)))),
  }
}

/** Every program that a path means: an entry file, a folder, or a file that programs share. */
export function checkPath(host: Host, path: string, given: GivenSettings = noSettings): CheckedPath {
  const { entries, diagnostics } = entriesOf(host, path)
  const checked = entries.map((entry) => checkEntry(host, entry, given))
  return {
    entries,
    programs: checked.flatMap(({ program, diagnostics: found }) =>
      program === undefined || hasErrors(found) ? [] : [program],
    ),
    diagnostics: inOrder([...diagnostics, ...checked.flatMap((each) => each.diagnostics)]),
  }
}

const isOfSyntax = (code: string): boolean => code >= 'CTR1001' && code < 'CTR1500'
