import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnosticOfHostError } from '../../diagnostics/host-failure.ts'
import { diagnostic, type Report } from '../../diagnostics/report.ts'
import { type Host, HostError } from '../../host/host.ts'
import { format } from '../../language/format/format.ts'
import { specFiles } from '../../language/resolve/entries.ts'
import { reportNoFile } from '../../language/resolve/named-file.ts'
import { joinPath, plainPath } from '../../language/resolve/paths.ts'
import { projectOf } from '../../language/resolve/project.ts'
import type { CommandContext } from './context.ts'

interface FormattedFiles {
  /** Names of those that were written, or would be. */
  readonly changed: readonly string[]
  readonly unchanged: number
}

/**
 * Formats files and those in folders, each whole or not at all; what a link leads to is written, and its permissions stay. A file that has syntax errors or
 * cannot be read or written is reported and stays as it is, and the others are formatted. `isCheck`: nothing is written, and what would be is reported.
 */
export function formatFiles(
  { host, report }: CommandContext,
  paths: readonly string[],
  isCheck: boolean,
): FormattedFiles {
  const changed: string[] = []
  let unchanged = 0
  for (const path of filesOf(host, paths))
    try {
      const original = host.readText(path)
      if (original === undefined) {
        reportNoFile(report, host, path, undefined)
        continue
      }
      const text = formatText(report, path, original, isCheck)
      if (text === undefined) continue
      if (text === original) unchanged++
      else changed.push(path)
      if (text !== original && !isCheck) host.writeAtomic(host.realPath(path), text)
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      report.add([diagnosticOfHostError(error)])
    }
  return { changed, unchanged }
}

/** Each file once, folders with all below them; links out of a folder's project are left out. */
function filesOf(host: Host, paths: readonly string[]): readonly string[] {
  const files = paths.map(plainPath).flatMap((path) => {
    if (!host.isDirectory(path)) return [path]
    const project = host.realPath(projectOf(host, joinPath(path, 'any.ctr')))
    const inside = project.endsWith('/') ? project : `${project}/`
    return specFiles(host, path, true).filter((file) => host.realPath(file).startsWith(inside))
  })
  return [...new Map(files.toReversed().map((file) => [host.realPath(file), file])).values()].toReversed()
}

interface FormattedInput {
  /** What was read; undefined where it was no text. */
  readonly original: string | undefined
  /** Undefined where something was reported. */
  readonly text: string | undefined
}

/** Formats a text that lies in no file. */
export function formatInput(report: Report, name: string, bytes: Uint8Array, isCheck: boolean): FormattedInput {
  let original: string
  try {
    original = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    report('CTR9101', undefined, { path: name })
    return { original: undefined, text: undefined }
  }
  return { original, text: formatText(report, name, original, isCheck) }
}

/** Undefined where the text has syntax errors; they are reported. */
function formatText(report: Report, path: string, original: string, isCheck: boolean): string | undefined {
  const formatted = format(path, original)
  if (formatted.kind === 'broken') {
    report.add(formatted.diagnostics)
    return undefined
  }
  if (isCheck && formatted.text !== original) report.add([notFormatted(path, original, formatted.text)])
  return formatted.text
}

/** Points at the first line that differs. */
function notFormatted(path: string, original: string, formatted: string): Diagnostic {
  let same = 0
  while (same < original.length && original[same] === formatted[same]) same++
  const start = original.lastIndexOf('\n', same - 1) + 1
  const lineEnd = original.indexOf('\n', start)
  const end = lineEnd === -1 ? original.length : lineEnd
  return diagnostic('CTR9103', { file: path, start: Math.min(start, end), end }, { path })
}
