import type { Report } from '../../diagnostics/report.ts'
import type { Host } from '../../host/host.ts'
import type { ImportDeclaration, SourceFile } from '../syntax/ast.ts'
import type { Parsed } from '../syntax/parse.ts'
import { libraryModules } from './library-modules.ts'
import { reportNoFile } from './named-file.ts'
import { folderOf, joinPath, plainPath } from './paths.ts'
import { type Readable, readableFrom } from './readable.ts'
import { libraryFolder, readSource } from './sources.ts'

export interface Closure {
  /** What is imported before what imports it, the entry last. */
  readonly files: readonly SourceFile[]
  readonly parsed: readonly Parsed[]
}

/** The files that `file` imports: one, or for `ctr:std` each library file that has a wanted module. */
export function targetsOf(file: string, node: ImportDeclaration): readonly string[] {
  const path = node.path.value
  if (path === libraryFolder)
    return [...new Set((node.names ?? []).flatMap((name) => libraryModules().get(name.name) ?? []))]
  return [path.startsWith('ctr:') ? path : joinPath(folderOf(file), plainPath(path))]
}

export const importsOf = (file: SourceFile): readonly ImportDeclaration[] =>
  file.items.filter((item) => item.kind === 'import')

/**
 * Every file that the entry reaches through imports. Errors: CTR1503 no such file, CTR1504 unreadable, CTR1505 a cycle of
 * imports, CTR1509 no such library, CTR1513 an empty file, CTR1569 a file outside the project. What can be read is still read.
 */
export function closureOf(
  host: Host,
  report: Report,
  entry: string,
  readable: Readable = readableFrom(host, plainPath(entry)),
): Closure {
  const parsed = new Map<string, Parsed>()
  const visited = new Set<string>()

  const visit = (path: string, node: ImportDeclaration | undefined, importers: readonly string[]): void => {
    if (importers.includes(path)) {
      const circle = [...importers.slice(importers.indexOf(path)), path]
      report('CTR1505', node?.path.span, { circle })
      return
    }
    if (visited.has(path)) return
    visited.add(path)
    if (node !== undefined && !path.startsWith('ctr:') && !readable.holds(path)) {
      report('CTR1569', node.path.span, { path, root: readable.root, why: readable.why })
      return
    }
    const source = readSource(host, path)
    if (source.kind !== 'read') {
      if (source.kind === 'unreadable') report('CTR1504', node?.path.span, { path, why: source.why })
      else if (path.startsWith('ctr:')) report('CTR1509', node?.path.span, { path })
      else reportNoFile(report, host, path, node?.path)
      return
    }
    const { file } = source.parsed
    if (file.items.length === 0 && source.parsed.diagnostics.length === 0)
      report('CTR1513', node?.path.span ?? file.span, { path })
    for (const each of importsOf(file)) {
      if (each.path.value === libraryFolder && each.names === undefined)
        report('CTR1509', each.path.span, { path: libraryFolder })
      for (const target of targetsOf(path, each)) visit(target, each, [...importers, path])
    }
    parsed.set(path, source.parsed)
  }
  visit(plainPath(entry), undefined, [])
  return { files: [...parsed.values()].map(({ file }) => file), parsed: [...parsed.values()] }
}
