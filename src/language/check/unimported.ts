import type { Diagnostic, Related, TextEdit } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { type Host, HostError } from '../../host/host.ts'
import { importEdit } from '../interpret/import-edit.ts'
import type { SourceProgram } from '../program.ts'
import { specFiles } from '../resolve/entries.ts'
import { folderOf, joinPath, relativePath } from '../resolve/paths.ts'
import { readableFrom } from '../resolve/readable.ts'
import { hasModel, readSource } from '../resolve/sources.ts'
import type { SourceFile } from '../syntax/ast.ts'
import { ofMissing } from './behind-syntax.ts'
import { namesOf } from './places.ts'

/** Places that one diagnostic shows. */
const mostPlaces = 12

/**
 * Names that nothing declares but a file beside the program's own does, which it does not import: one error for the file (CTR1652) in the place of one for
 * each name. Also towers in such files, of surfaces that are not predicted for. Files are looked for only where names are unknown.
 */
export function withUnimported(
  host: Host,
  program: SourceProgram,
  found: readonly Diagnostic[],
): readonly Diagnostic[] {
  const unknown = found.filter(({ code }) => code === 'CTR1501' || code === 'CTR2010')
  if (unknown.length === 0) return found
  const explained = new Map<Diagnostic, Diagnostic | undefined>()
  for (const file of filesBeside(host, program)) {
    const left = unknown.filter((each) => !explained.has(each) && isDeclaredIn(program, file, each))
    const [first, ...others] = left
    if (first === undefined) continue
    explained.set(first, importOf(program, file, left))
    for (const each of others) explained.set(each, undefined)
  }
  if (explained.size === 0) return found
  return found.flatMap((each) => {
    if (explained.has(each)) return explained.get(each) ?? []
    return ofMissing.has(each.code) ? [] : [each]
  })
}

/**
 * Files of the folders that the program has files of, of those directly below its entry's and of the one above it: no further, since a home folder may lie
 * there. What a program may not read is none, nor is the entry of another.
 */
function filesBeside(host: Host, { files, entry }: SourceProgram): readonly SourceFile[] {
  const own = [...files.keys()].filter((path) => !path.startsWith('ctr:'))
  const home = folderOf(entry)
  const folders = new Set([...own.map(folderOf), ...foldersIn(host, home), joinPath(home, '..')])
  const readable = readableFrom(host, entry)
  const paths = [...folders].filter((each) => readable.holds(each)).flatMap((each) => specFiles(host, each, false))
  return [...new Set(paths)].flatMap((path) => {
    if (files.has(path) || !readable.holds(path)) return []
    const source = readSource(host, path)
    return source.kind !== 'read' || hasModel(source.parsed) ? [] : [source.parsed.file]
  })
}

function foldersIn(host: Host, folder: string): readonly string[] {
  try {
    return host
      .list(folder)
      .filter((name) => !name.startsWith('.') && name !== 'node_modules')
      .map((name) => joinPath(folder, name))
      .filter((path) => host.isDirectory(path))
  } catch (error) {
    if (error instanceof HostError) return []
    throw error
  }
}

function isDeclaredIn(program: SourceProgram, file: SourceFile, { code, span, message }: Diagnostic): boolean {
  if (span === undefined) return false
  if (code === 'CTR2010') return predictsFor(program, file, message)
  const name = nameAt(program, span)
  return file.items.some((item) =>
    item.kind === 'module'
      ? item.exported && item.name.name === name
      : namesOf(item).some((each) => each.name === name),
  )
}

/** Has a tower of the surface, below a model or branch that is there then. */
function predictsFor({ files }: SourceProgram, { items }: SourceFile, message: string): boolean {
  const parents = new Set(
    [...[...files.values()].flatMap((each) => each.items), ...items].flatMap((item) =>
      item.kind === 'model' || item.kind === 'branch' ? [item.name.name] : [],
    ),
  )
  return items.some(
    (item) =>
      item.kind === 'tower' && parents.has(item.of.name) && (item.isOfEach || message.includes(` ${item.name.name},`)),
  )
}

const nameAt = ({ files }: SourceProgram, { file, start, end }: NonNullable<Diagnostic['span']>): string =>
  files.get(file)?.text.slice(start, end) ?? ''

function importOf(program: SourceProgram, { path, items }: SourceFile, unknown: readonly Diagnostic[]): Diagnostic {
  const places = unknown.flatMap(({ span, code }) =>
    span === undefined ? [] : [{ span, isTower: code === 'CTR2010' }],
  )
  const names = [...new Set(places.flatMap(({ span, isTower }) => (isTower ? [] : [nameAt(program, span)])))]
  const modules = new Set(items.flatMap((item) => (item.kind === 'module' ? [item.name.name] : [])))
  const [first, ...others] = places
  const file = first?.span.file ?? program.entry
  const isOfModules = names.length > 0 && names.every((name) => modules.has(name))
  const from = relativePath(folderOf(isOfModules ? file : program.entry), path)
  const related = others.slice(0, mostPlaces).map(({ span }): Related => ({ message: 'and here', span }))
  const edits = isOfModules
    ? [importEdit(program, file, { name: names.join(', '), file: path })]
    : [fileEdit(program, from)]
  const at = { names, file: from, model: names.length === 0 ? nameAt(program, places[0]!.span) : undefined }
  const fixes = [{ kind: 'import' as const, title: `import '${from}'`, edits }]
  return diagnostic('CTR1652', first?.span, at, { related, fixes })
}

/** A line behind the last import of the entry file. */
function fileEdit({ files, entry }: SourceProgram, from: string): TextEdit {
  const { items = [], text = '' } = files.get(entry) ?? {}
  const last = items.filter(({ kind }) => kind === 'import').at(-1)
  const end = last === undefined ? 0 : text.indexOf('\n', last.span.end) + 1
  return { span: { file: entry, start: end, end }, text: `import "${from}"\n` }
}
