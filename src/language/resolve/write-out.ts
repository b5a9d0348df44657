import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import { compareText } from '../../diagnostics/text-order.ts'
import type { Model, Module, SourceProgram } from '../program.ts'
import type { Block, Declaration, Expression, SourceFile } from '../syntax/ast.ts'
import { printDeclaration } from '../syntax/print-declaration.ts'
import { replaceCalls } from '../syntax/replace.ts'
import { folderOf, joinPath, plainPath, relativePath } from './paths.ts'
import { libraryFolder } from './sources.ts'
import { expressionsIn } from './walk.ts'

/** In the order in which one is read after the other. */
const order = [
  'surface',
  'level',
  'features',
  'table',
  'dataset',
  'module',
  'model',
  'branch',
  'tower',
  'train',
  'serve',
]

/**
 * One file with all that a model's program declares, variants and settings written out; it means the same beside the entry file as the program does.
 * What other models declare is left out, and modules that this one does not reach. Error: CTR1585 two modules of one name.
 */
export function writtenOut(program: SourceProgram, model: Model): string {
  const modules = [...reachedModules(program, model)].toSorted((a, b) => compareText(a.name, b.name))
  refuseNamesakes(modules)
  const library = modules.filter(({ file }) => file.startsWith('ctr:')).map(({ name }) => name)
  const own = new Set<Declaration>(
    modules.filter(({ file }) => !file.startsWith('ctr:')).map(({ declaration }) => declaration),
  )
  const parts = new Set<Declaration>([
    model.declaration,
    ...[...model.branches, ...model.towers].map(({ declaration }) => declaration),
  ])
  const isWritten = (item: Declaration): boolean => {
    switch (item.kind) {
      case 'import':
      case 'setting':
        return false
      case 'module':
        return own.has(item)
      case 'model':
      case 'branch':
      case 'tower':
        return parts.has(item)
      case 'train':
      case 'serve':
        return item.model.name === model.name
      default:
        return true
    }
  }
  const items = [...program.files.values()]
    .filter(({ path }) => !path.startsWith('ctr:'))
    .flatMap((file: SourceFile) => file.items)
    .filter(isWritten)
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
  const imports = library.length === 0 ? [] : [`import { ${library.join(', ')} } from "${libraryFolder}"`]
  const texts = items.map((item) => printDeclaration(fromEntry(program, item)))
  return `${[...imports, ...texts].join('\n\n')}\n`
}

/** Files that a declaration names, by their paths from the entry's folder. */
const fromEntry = ({ entry }: SourceProgram, item: Declaration): Declaration =>
  replaceCalls(item, (call) => {
    if (call.callee.name !== 'file' && call.callee.name !== 'vocabulary') return call
    return {
      ...call,
      arguments: call.arguments.map((each) => {
        if (each.name !== undefined || each.value.kind !== 'string') return each
        const path = joinPath(folderOf(each.value.span.file), plainPath(each.value.value))
        return { ...each, value: { ...each.value, value: relativePath(folderOf(entry), path) } }
      }),
    }
  })

function reachedModules({ modulesOf }: SourceProgram, model: Model): ReadonlySet<Module> {
  const reached = new Set<Module>()
  const left: (Block | Expression)[] = [
    ...(model.trunk === undefined ? [] : [model.trunk]),
    ...[...model.branches, ...model.towers].map(({ declaration }) => declaration.body),
  ]
  for (let code = left.pop(); code !== undefined; code = left.pop())
    for (const each of expressionsIn(code)) {
      const module = each.kind === 'call' ? modulesOf.get(each.span.file)?.get(each.callee.name) : undefined
      if (module === undefined || reached.has(module)) continue
      reached.add(module)
      // What the library calls it imports itself.
      if (module.file.startsWith('ctr:')) continue
      left.push(module.declaration.body)
      left.push(...module.declaration.parameters.flatMap((parameter) => parameter.default ?? []))
    }
  return reached
}

/** A nested call is named after its module: renaming one of the two would rename parameters. */
function refuseNamesakes(modules: readonly Module[]): void {
  for (const [at, module] of modules.entries()) {
    const other = modules[at - 1]
    if (other?.name !== module.name || other.declaration === module.declaration) continue
    const related = [{ message: 'the other one', span: other.declaration.name.span }]
    throw new DiagnosticError([diagnostic('CTR1585', module.declaration.name.span, { name: module.name }, { related })])
  }
}
