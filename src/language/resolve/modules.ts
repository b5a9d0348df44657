import { nearest } from '../../diagnostics/nearest.ts'
import type { Report } from '../../diagnostics/report.ts'
import { byKey } from '../../diagnostics/text-order.ts'
import type { Module } from '../program.ts'
import type { FeaturesDeclaration, Identifier, SourceFile } from '../syntax/ast.ts'
import { importsOf, targetsOf } from './closure.ts'
import { related, replaceWith } from './extras.ts'
import { nearAmong, reportTwice } from './known.ts'
import { libraryModules } from './library-modules.ts'
import { libraryFolder } from './sources.ts'

type ModulesByName = ReadonlyMap<string, Module>

/**
 * The modules that each file sees: its own and those it imports by name. Errors: CTR1502 two of one name in a file,
 * CTR1506 no such module there, CTR1507 not exported, CTR1508 imported by name what is global.
 */
export function resolveModules(report: Report, files: readonly SourceFile[]): ReadonlyMap<string, ModulesByName> {
  const own = new Map(files.map((file) => [file.path, ownModules(report, file)]))
  const byPath = new Map(files.map((file) => [file.path, file]))
  const visible = files.map((file): readonly [string, ModulesByName] => {
    const modules = new Map(own.get(file.path))
    for (const node of importsOf(file))
      for (const name of node.names ?? []) {
        const module = importedModule(report, own, byPath, file, node.path.value, targetsOf(file.path, node), name)
        if (module === undefined) continue
        const earlier = modules.get(name.name)
        if (earlier === undefined) modules.set(name.name, module)
        else if (earlier.declaration !== module.declaration)
          reportTwice(report, 'module', name, earlier.declaration.name.span)
      }
    return [file.path, modules]
  })
  return new Map([...visible].sort(byKey))
}

function ownModules(report: Report, file: SourceFile): ModulesByName {
  const modules = new Map<string, Module>()
  for (const declaration of file.items) {
    if (declaration.kind !== 'module' || declaration.name.name === '') continue
    const earlier = modules.get(declaration.name.name)
    if (earlier === undefined)
      modules.set(declaration.name.name, { name: declaration.name.name, declaration, file: file.path })
    else reportTwice(report, 'module', declaration.name, earlier.declaration.name.span)
  }
  return modules
}

function importedModule(
  report: Report,
  own: ReadonlyMap<string, ModulesByName>,
  files: ReadonlyMap<string, SourceFile>,
  importer: SourceFile,
  written: string,
  targets: readonly string[],
  name: Identifier,
): Module | undefined {
  if (name.name === '') return undefined
  if (written === libraryFolder && !libraryModules().has(name.name)) {
    const near = nearest(name.name, libraryModules().keys())
    report('CTR1506', name.span, { name: name.name, file: written, near }, { fixes: replaceWith(name.span, near) })
    return undefined
  }
  const present = targets.filter((path) => files.has(path))
  if (present.length === 0) return undefined // the file is missing, which has been reported
  const modules = present.map((path) => own.get(path)?.get(name.name)).find((module) => module !== undefined)
  if (modules !== undefined) {
    if (modules.declaration.exported || modules.file === importer.path) return modules
    report(
      'CTR1507',
      name.span,
      { name: name.name, file: modules.file },
      {
        related: related('declared here, without export', modules.declaration.name.span),
        fixes: [exportIt(modules)],
      },
    )
    return modules
  }
  const target = files.get(present[0] ?? '')
  const kind = target === undefined ? undefined : globalKind(target, name.name)
  if (kind !== undefined) report('CTR1508', name.span, { kind, name: name.name, file: written })
  else {
    const candidates = present.flatMap((path) => [...(own.get(path)?.keys() ?? [])])
    const near = nearAmong(report, name.name, candidates)
    const meant = present.flatMap((path) => own.get(path)?.get(near ?? '') ?? [])
    report(
      'CTR1506',
      name.span,
      { name: name.name, file: written, near },
      {
        fixes: replaceWith(name.span, near),
        related: meant.flatMap(({ declaration }) => related(`'${near}' is declared here`, declaration.name.span)),
      },
    )
  }
  return undefined
}

const exportIt = ({ name, declaration }: Module) => ({
  kind: 'export' as const,
  title: `export '${name}'`,
  edits: [{ span: { ...declaration.span, end: declaration.span.start }, text: 'export ' }],
})

/** What global thing a file declares under a name. */
function globalKind(file: SourceFile, name: string): string | undefined {
  for (const item of file.items) {
    if (item.kind === 'features' && featureNames(item).includes(name)) return 'feature'
    if (item.kind === 'import' || item.kind === 'features' || item.kind === 'module') continue
    const declared = item.kind === 'train' || item.kind === 'serve' ? item.model.name : item.name.name
    if (declared === name) return item.kind
  }
  return undefined
}

const featureNames = ({ features, sequences }: FeaturesDeclaration): readonly string[] =>
  [...features.flatMap(({ names }) => names), ...sequences.map(({ name }) => name)].map(({ name }) => name)
