import type { Diagnostic, Span } from '../../src/diagnostics/diagnostic.ts'
import { DiagnosticError } from '../../src/diagnostics/report.ts'
import { graphText } from '../../src/graph/text.ts'
import { verify } from '../../src/graph/verify.ts'
import { memoryHost } from '../../src/host/memory.ts'
import { checkEntry } from '../../src/language/check/check-entry.ts'
import { compileModel } from '../../src/language/elaborate/compile-model.ts'
import { resolveProgram } from '../../src/language/resolve/resolve-program.ts'
import type { Mistake } from './mistake-kinds.ts'

type Files = Readonly<Record<string, string>>

/** Errors beside the one that the mistake is. */
const mostFollowOns = 3

export interface Verdict {
  /** What building says: all graphs and settings as text, or nothing where there are none. */
  readonly meaning: string | undefined
  /** By the text or by building. */
  readonly isWrong: boolean
  readonly errors: number
  readonly codes: readonly string[]
  /** What is not as it must be. */
  readonly fault: string | undefined
}

/** What a program means, without the checker: the graph of each model, verified, and what trains and serves it. Undefined: it cannot be built. */
export function meaningOf(files: Files, entry: string): string | undefined {
  const { program, diagnostics } = resolveProgram(memoryHost(files), entry)
  if (program === undefined || diagnostics.some(({ severity }) => severity === 'error')) return undefined
  try {
    return [...program.models.values()]
      .map((model) => {
        const { graph, spec } = compileModel(program, model)
        const wrong = verify(graph)
        if (wrong.length > 0) throw new Error(`the graph of ${model.name}: ${wrong.join('\n')}`)
        return `${graphText(graph)}${JSON.stringify([spec.serve, spec.train, ...spec.calibrations])}`
      })
      .join('\n')
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined
    throw error
  }
}

/** Checks a program with a mistake in it, and holds what is reported against what the text and the build say of it. */
export function verdictOf(entry: string, files: Files, mistake: Mistake, before: string | undefined): Verdict {
  const meaning = meaningOf(files, entry)
  const { diagnostics } = checkEntry(memoryHost(files), entry)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  const codes = errors.map(({ code }) => code)
  const isWrong = mistake.verdict === 'wrong' || (mistake.verdict === 'built' && meaning === undefined)
  const fault = isWrong
    ? faultOfWrong(files, mistake, diagnostics, errors)
    : mistake.verdict === 'same' && (errors.length > 0 || meaning === undefined)
      ? `it means what it did, and is refused: ${show(errors)}`
      : mistake.verdict === 'built' && errors.length > 0 && meaning === before
        ? `the same is built, and it is refused: ${show(errors)}`
        : undefined
  const unfilled = diagnostics.find(({ message }) => /\bundefined\b|\bNaN\b|\[object /.test(message))
  return {
    meaning,
    isWrong,
    errors: errors.length,
    codes,
    fault: fault ?? (unfilled && `a message is not filled in: ${unfilled.message}`),
  }
}

/** An error has to be reported, and it or a warning beside it at the place: a let under another name is unused. */
function faultOfWrong(
  files: Files,
  mistake: Mistake,
  diagnostics: readonly Diagnostic[],
  errors: readonly Diagnostic[],
): string | undefined {
  if (errors.length === 0) return 'it is wrong, and nothing is reported'
  if (!diagnostics.some((each) => isAbout(files, mistake, each)))
    return `no diagnostic is at the mistake, nor shows it: ${show(errors)}`
  return errors.length - 1 > mostFollowOns ? `${errors.length - 1} follow-on errors: ${show(errors)}` : undefined
}

/** At the changed lines, with them among the related places or in what a fix edits; of what has been removed, by its name. */
function isAbout(files: Files, mistake: Mistake, { span, related, fixes, message }: Diagnostic): boolean {
  const { file, start, text, names } = mistake
  if (text === '' && names.some((name) => message.includes(`'${name}'`))) return true
  const lineOf = (at: number): number => (files[file] ?? '').slice(0, at).split('\n').length
  const [first, last] = [lineOf(start) - (text === '' ? 1 : 0), lineOf(start + text.length)]
  const places: readonly (Span | undefined)[] = [
    span,
    ...related.map((each) => each.span),
    ...fixes.flatMap(({ edits }) => edits.map((edit) => edit.span)),
  ]
  return places.some(
    (place) =>
      place?.file === file && lineOf(place.start) <= last && lineOf(Math.max(place.start, place.end - 1)) >= first,
  )
}

const show = (errors: readonly Diagnostic[]): string =>
  errors.map(({ code, message, span }) => `${code} ${span?.file}:${span?.start} ${message}`).join(' | ')
