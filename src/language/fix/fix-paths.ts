import type { Diagnostic, Fix, Span } from '../../diagnostics/diagnostic.ts'
import type { FixKind } from '../../diagnostics/fix-kinds.ts'
import type { Host } from '../../host/host.ts'
import { overlaid } from '../../host/overlay.ts'
import { type CheckedPath, checkPath } from '../check/check-entry.ts'
import { type GivenSettings, noSettings } from '../resolve/settings.ts'
import { apart, type Edited, edited } from './edits.ts'

export interface AppliedFix {
  readonly diagnostic: Diagnostic
  readonly fix: Fix
}

export interface FixedPaths {
  /** New texts of the files that change, by path. Nothing has been written. */
  readonly texts: ReadonlyMap<string, string>
  readonly applied: readonly AppliedFix[]
  /** What the paths give with the new texts. */
  readonly checked: readonly CheckedPath[]
}

/** A fix may bring out what is wrong behind it; programs that are mended in so many rounds are not being mended. */
const mostRounds = 50

/**
 * Applies the first fix, of the wanted kinds, of each diagnostic, until none is left. A fix is kept where its diagnostic is gone afterwards
 * and no new error without a fix stands in what it wrote: a near name may be another thing.
 */
export function fixPaths(
  host: Host,
  paths: readonly string[],
  kinds: ReadonlySet<FixKind>,
  given: GivenSettings = noSettings,
): FixedPaths {
  const texts = new Map<string, string>()
  const applied: AppliedFix[] = []
  const refused = new Set<string>()
  const textOf = (file: string): string => texts.get(file) ?? host.readText(file) ?? ''
  // One host for all rounds: it keeps what is parsed of files that stay the same.
  const shownTexts = new Map<string, string>()
  const shownHost = overlaid(host, shownTexts)
  const check = (changed: ReadonlyMap<string, string>): readonly CheckedPath[] => {
    shownTexts.clear()
    for (const [file, text] of [...texts, ...changed]) shownTexts.set(file, text)
    return paths.map((path) => checkPath(shownHost, path, given))
  }
  let checked = check(new Map())
  for (let round = 0; round < mostRounds; round++) {
    const found = checked.flatMap(({ diagnostics }) => diagnostics)
    const candidates = candidatesOf(found, kinds).filter((each) => !refused.has(identityOf(each.diagnostic)))
    const fixes = apart(candidates.map(({ fix }) => fix))
    if (fixes.length === 0) break
    const change = edited(textOf, fixes)
    const after = check(change.texts)
    const batch = candidates.filter(({ fix }) => fixes.includes(fix))
    const failed = batch.filter(
      (each) =>
        !isMended(
          each,
          found,
          after.flatMap(({ diagnostics }) => diagnostics),
          change,
        ),
    )
    if (failed.length > 0) {
      for (const { diagnostic } of failed) refused.add(identityOf(diagnostic))
      continue
    }
    for (const [file, text] of change.texts) texts.set(file, text)
    applied.push(...batch)
    checked = after
  }
  return { texts, applied, checked }
}

/** In the order of the diagnostics; files of the library are nobody's to change. */
const candidatesOf = (found: readonly Diagnostic[], kinds: ReadonlySet<FixKind>): readonly AppliedFix[] => {
  const seen = new Set<string>()
  return found.flatMap((diagnostic) => {
    const fix = diagnostic.fixes.find(
      (each) => kinds.has(each.kind) && each.edits.every(({ span }) => isOwn(span.file)),
    )
    const key = JSON.stringify(fix?.edits)
    if (fix === undefined || seen.has(key)) return []
    seen.add(key)
    return [{ diagnostic, fix }]
  })
}

const isOwn = (file: string): boolean => !file.startsWith('ctr:')

function isMended(
  { diagnostic, fix }: AppliedFix,
  before: readonly Diagnostic[],
  after: readonly Diagnostic[],
  { written }: Edited,
): boolean {
  if (countOf(after, diagnostic) >= countOf(before, diagnostic)) return false
  const own = written.filter((each) => each.fix === fix)
  return !after.some(
    (each) =>
      each.severity === 'error' &&
      each.fixes.length === 0 &&
      own.some(({ span }) => each.span !== undefined && overlap(each.span, span)) &&
      countOf(after, each) > countOf(before, each),
  )
}

const countOf = (found: readonly Diagnostic[], { code, message, span }: Diagnostic): number =>
  found.filter((each) => each.code === code && each.message === message && each.span?.file === span?.file).length

const overlap = (a: Span, b: Span): boolean => a.file === b.file && a.start < b.end && b.start < a.end

/** Without its place, which other fixes move. */
const identityOf = ({ code, message, span }: Diagnostic): string => JSON.stringify([code, message, span?.file])
