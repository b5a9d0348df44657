import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { inOrder } from '../../diagnostics/order.ts'
import { newReport, type Report } from '../../diagnostics/report.ts'
import { type Host, HostError } from '../../host/host.ts'
import { closureOf } from './closure.ts'
import { reportNoFile } from './named-file.ts'
import { joinPath, plainPath } from './paths.ts'
import { projectOf } from './project.ts'
import { hasModel, hasWordModel, readSource, readText } from './sources.ts'

export interface Entries {
  /** Paths of entry files, each a program, in order of path. */
  readonly entries: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * The programs that a path means. A file with a `model` is one; another file means those of its project that have it; a folder
 * means the entry files in it, or, where it has none itself, in the folders below. Errors: CTR1503 no such path,
 * CTR1504 unreadable, CTR1510 a folder without a spec, CTR1511 a file that no program has, CTR1513 an empty file.
 */
export function entriesOf(host: Host, path: string): Entries {
  const report = newReport()
  const plain = plainPath(path)
  const entries = host.isDirectory(plain) ? entriesOfFolder(host, report, plain) : entriesOfFile(host, report, plain)
  return { entries, diagnostics: inOrder(report.found) }
}

function entriesOfFolder(host: Host, report: Report, folder: string): readonly string[] {
  const own = specFiles(host, folder, false).filter((file) => isEntry(host, file))
  const found = own.length > 0 ? own : specFiles(host, folder, true).filter((file) => isEntry(host, file))
  if (found.length === 0) report('CTR1510', undefined, { path: folder })
  return found
}

function entriesOfFile(host: Host, report: Report, path: string): readonly string[] {
  const source = readSource(host, path)
  if (source.kind === 'absent') reportNoFile(report, host, path, undefined)
  else if (source.kind === 'unreadable') report('CTR1504', undefined, { path, why: source.why })
  else if (hasModel(source.parsed)) return [path]
  else {
    const project = projectOf(host, path)
    const entries = specFiles(host, project, true).filter(
      (file) => isEntry(host, file) && hasInClosure(host, file, path),
    )
    if (entries.length > 0) return entries
    const { file, diagnostics } = source.parsed
    if (diagnostics.length > 0) return [path] // its errors may hide a model: they come first
    if (file.items.length === 0) report('CTR1513', file.span, { path })
    else report('CTR1511', { ...file.span, end: file.span.start }, { path, project })
  }
  return []
}

function isEntry(host: Host, path: string): boolean {
  const read = readText(host, path)
  if (read.kind !== 'text' || !hasWordModel(read.text)) return false // parsing is what costs
  const source = readSource(host, path)
  return source.kind === 'read' && hasModel(source.parsed)
}

const hasInClosure = (host: Host, entry: string, path: string): boolean =>
  closureOf(host, newReport(), entry).files.some((file) => host.resolve(file.path) === host.resolve(path))

/** `.ctr` files of a folder, in order of path; hidden folders and installed packages apart. Links may lead in circles: each folder is read once. */
export function specFiles(host: Host, folder: string, below: boolean, read = new Set<string>()): readonly string[] {
  const real = host.realPath(folder)
  if (read.has(real)) return []
  read.add(real)
  let names: readonly string[]
  try {
    names = host.list(folder)
  } catch (error) {
    if (error instanceof HostError) return []
    throw error
  }
  return names.flatMap((name) => {
    const path = joinPath(folder, name)
    const hidden = name.startsWith('.') || name === 'node_modules'
    if (host.isDirectory(path)) return below && !hidden ? specFiles(host, path, below, read) : []
    return name.endsWith('.ctr') ? [path] : []
  })
}
