import { InvalidArgumentError, Option } from 'commander'
import { type FixKind, fixKinds } from '../../diagnostics/fix-kinds.ts'
import { SourceLines } from '../../diagnostics/sources.ts'
import { counted } from '../../diagnostics/wording.ts'
import type { CheckedPath } from '../../language/check/check-entry.ts'
import type { GivenSettings } from '../../language/resolve/settings.ts'
import type { CommandContext } from './context.ts'
import { sourcesOf } from './sources.ts'

const isFixKind = (word: string): word is FixKind => Object.hasOwn(fixKinds, word)

export const allFixKinds: readonly FixKind[] = Object.keys(fixKinds).filter(isFixKind)

/** `--fix-only name,import`: fixes of these kinds. */
export const fixOnlyOption = (): Option =>
  new Option('--fix-only <kinds>', `like --fix, but these kinds of fixes alone: ${allFixKinds.join(', ')}`).argParser(
    (text: string): readonly FixKind[] =>
      text.split(',').map((word) => {
        const kind = word.trim()
        if (!isFixKind(kind)) throw new InvalidArgumentError(`'${word}' is none of ${allFixKinds.join(', ')}.`)
        return kind
      }),
  )

/** What was fixed: the programs as they are now, and a list for scripts. */
interface FixedFiles {
  readonly checked: readonly CheckedPath[]
  readonly result: { readonly fixed: readonly object[] }
}

/** Fixes what the paths mean, and writes each changed file, whole or not at all. Its log lists what was done. */
export async function fixFiles(
  { host, terminal }: CommandContext,
  paths: readonly string[],
  kinds: readonly FixKind[],
  given: GivenSettings,
): Promise<FixedFiles> {
  const { fixPaths } = await import('../../language/fix/fix-paths.ts')
  const { texts, applied, checked } = fixPaths(host, paths, new Set(kinds), given)
  const lines = new SourceLines(await sourcesOf([], host))
  const fixed = applied.map(({ diagnostic: { code, span }, fix: { kind, title } }) => ({
    ...(span === undefined ? { file: null } : { file: lines.name(span.file) }),
    ...{ code, kind, title },
  }))
  for (const [file, text] of texts) host.writeAtomic(file, text)
  if (fixed.length > 0) {
    const list = fixed.map(({ file, code, title }) => `  ${file}: ${title} (${code})\n`)
    terminal.log(`${counted(fixed.length, 'mistake')} mended:\n${list.join('')}\n`)
  }
  return { checked, result: { fixed } }
}
