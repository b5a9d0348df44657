import { byKey } from '../../diagnostics/text-order.ts'
import type { Model, Module, SourceProgram } from '../program.ts'
import type { Block, Expression } from '../syntax/ast.ts'
import { fileNameOf } from './paths.ts'
import { structureText } from './structure-text.ts'
import { expressionsIn } from './walk.ts'

/**
 * What a model's program declares, one text per declaration by `kind name`, in order of that: independent of files, comments and order.
 * Two runs are of one version of the spec where these are equal; `changedDeclarations` names what is not.
 */
export function declarationTexts(program: SourceProgram, model: Model): ReadonlyMap<string, string> {
  const modules = canonicalModules(program, model)
  const code = (block: Block | undefined): string => (block === undefined ? '{}' : modules.textOf(block))
  const texts: (readonly [string, string])[] = [
    ...[...program.surfaces].map(([name, surface]) => text('surface', name, surface)),
    ...program.levels.declarations.map((level) => text('level', level.name, level)),
    ...[...program.levelKeys].map(([name, key]) => text('level key', name, key)),
    ...[...program.features].map(([name, feature]) => text('feature', name, feature)),
    ...[...program.groups].map(([name, { features }]) =>
      text(
        'group',
        name,
        features.map((feature) => feature.name),
      ),
    ),
    ...[...program.tables].map(([name, table]) => text('table', name, withFileName(table, table.rule))),
    ...[...program.datasets].map(([name, { query, ...dataset }]) =>
      text('dataset', name, { ...dataset, query: { sql: query.sql } }),
    ),
    text('model', model.name, { live: model.live, staged: model.staged, calibrations: model.calibrations }),
    [`trunk ${model.name}`, code(model.trunk)],
    ...model.branches.map(({ name, parent, surfaces, declaration }) => {
      const place = structureText({ parent, surfaces })
      return [`branch ${name}`, `${place} ${code(declaration.body)}`] as const
    }),
    ...model.towers.map(({ surface, parent, declaration }) => {
      return [`tower ${surface}`, `${structureText({ parent })} ${code(declaration.body)}`] as const
    }),
    ...(model.train === undefined ? [] : [text('train', model.name, model.train)]),
    ...(model.serve === undefined ? [] : [text('serve', model.name, model.serve)]),
    ...modules.texts,
  ]
  return new Map(texts.sort(byKey))
}

/** The text that a digest of the program is made of. */
export const programText = (program: SourceProgram, model: Model): string =>
  [...declarationTexts(program, model)].map(([name, content]) => `${name} ${content}\n`).join('')

/** Names of what one version declares and the other does not, or declares differently. */
export function changedDeclarations(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].filter((name) => before.get(name) !== after.get(name)).sort()
}

const text = (kind: string, name: string, value: unknown) => [`${kind} ${name}`, structureText(value)] as const

const withFileName = <Rule extends object>(table: object, rule: Rule) =>
  'file' in rule && typeof rule.file === 'string' ? { ...table, rule: { ...rule, file: fileNameOf(rule.file) } } : table

interface CanonicalModules {
  readonly texts: readonly (readonly [string, string])[]
  /** Code, with the modules that it calls by their canonical names. */
  textOf(code: unknown): string
}

/** Modules that the model's code reaches. Files may have modules of equal names: those are numbered in order of their texts. */
function canonicalModules(program: SourceProgram, model: Model): CanonicalModules {
  const visible = (file: string, name: string): Module | undefined => program.modulesOf.get(file)?.get(name)
  const reached = new Map<Module['declaration'], Module>()
  const follow = (expressions: readonly Expression[]): void => {
    for (const each of expressions) {
      const name = each.kind === 'call' ? each.callee.name : each.kind === 'name' ? each.name : undefined
      const module = name === undefined ? undefined : visible(each.span.file, name)
      if (module === undefined || reached.has(module.declaration)) continue
      reached.set(module.declaration, module)
      follow(expressionsIn(module.declaration.body))
      for (const parameter of module.declaration.parameters)
        if (parameter.default !== undefined) follow(expressionsIn(parameter.default))
    }
  }
  const blocks = [model.trunk, ...[...model.branches, ...model.towers].map(({ declaration }) => declaration.body)]
  for (const block of blocks) if (block !== undefined) follow(expressionsIn(block))

  const names = canonicalNames([...reached.values()])
  const textOf = (code: unknown): string =>
    structureText(code, ({ name, span }) => names.get(visible(span.file, name)?.declaration) ?? name)
  const texts = [...reached.values()].map(({ declaration }) => {
    const { dimensions, parameters, result, body } = declaration
    return [`module ${names.get(declaration)}`, textOf({ dimensions, parameters, result, body })] as const
  })
  return { texts, textOf }
}

function canonicalNames(modules: readonly Module[]): ReadonlyMap<Module['declaration'] | undefined, string> {
  const keys = new Map(
    modules.map((module) => [module, `${structureText(module.declaration)} ${module.file}`] as const),
  )
  const before = (a: Module, b: Module): boolean => (keys.get(a) ?? '') < (keys.get(b) ?? '')
  return new Map(
    modules.map((module) => {
      const others = modules.filter((other) => other.name === module.name && other !== module)
      const ordinal = 1 + others.filter((other) => before(other, module)).length
      return [module.declaration, others.length === 0 ? module.name : `${module.name}#${ordinal}`] as const
    }),
  )
}
