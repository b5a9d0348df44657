import type { Report } from '../../diagnostics/report.ts'
import type {
  BranchDeclaration,
  Declaration,
  Identifier,
  ModelDeclaration,
  ServeDeclaration,
  SourceFile,
  TowerDeclaration,
  TrainDeclaration,
} from '../syntax/ast.ts'
import { composeModel, type Parts } from './compose-model.ts'
import { reportTwice, reportUnknown } from './known.ts'

/** What is `of` a model, directly or below a branch of it. */
type Part = BranchDeclaration | TowerDeclaration | TrainDeclaration | ServeDeclaration

export interface Written {
  /** The files with every variant written out, instead of its declarations. */
  readonly files: readonly SourceFile[]
  /** Without the variants and what is of them. */
  readonly plain: readonly SourceFile[]
  /** Each variant as a model of its own, by name. Names of branches are a model's: a variant has those of its base. */
  readonly variants: ReadonlyMap<string, Parts>
}

/**
 * Writes out every `model A extends B`: what comes behind knows models alone. A variant with a mistake of this kind is left out. Errors: CTR1501 an
 * unknown base, CTR1582 models that extend each other, CTR1502 two variants of a name, and those of `composeModel`.
 */
export function writeOutVariants(report: Report, files: readonly SourceFile[]): Written {
  const items = files.flatMap((file) => file.items)
  const models = new Map<string, ModelDeclaration>()
  for (const item of items) if (item.kind === 'model' && !models.has(item.name.name)) models.set(item.name.name, item)
  if (![...models.values()].some(({ base }) => base !== undefined)) return { files, plain: files, variants: new Map() }

  const rootOf = roots(items, models)
  const own = new Map([...models].map(([name, model]) => [name, partsOf(items, model, rootOf)]))
  const variants = composed(report, own)
  reportRepeated(report, items, models, rootOf)
  const ofVariant = (item: Declaration): string | undefined => {
    const root = item.kind === 'model' ? item.name.name : isPart(item) ? rootOf(parentOf(item).name) : undefined
    return root !== undefined && models.get(root)?.base !== undefined ? root : undefined
  }
  const plain = files.map((file) => ({ ...file, items: file.items.filter((item) => ofVariant(item) === undefined) }))
  return { files: plain.map((file) => withVariants(file, variants)), plain, variants }
}

/** Each variant, bases before what is made of them. */
function composed(report: Report, own: ReadonlyMap<string, Parts>): ReadonlyMap<string, Parts> {
  const circles = reportCircles(report, own)
  const made = new Map<string, Parts | undefined>()
  const variants = new Map<string, Parts>()
  for (const [name, { model }] of own) {
    if (model.base === undefined) continue
    for (const parts of chainOf(own, name).toReversed()) {
      const { name: of, base } = parts.model
      if (base === undefined || made.has(of.name)) continue
      if (!own.has(base.name)) reportUnknown(report, 'model', base, own.keys())
      const above = circles.has(of.name) ? undefined : (made.get(base.name) ?? plainOf(own, base.name))
      made.set(of.name, above && composeModel(report, above, parts))
    }
    const parts = made.get(name)
    if (parts !== undefined) variants.set(name, parts)
  }
  return variants
}

const plainOf = (own: ReadonlyMap<string, Parts>, name: string): Parts | undefined => {
  const parts = own.get(name)
  return parts?.model.base === undefined ? parts : undefined
}

/** A model, its base, and so on; each once where they go round. */
function chainOf(own: ReadonlyMap<string, Parts>, name: string): readonly Parts[] {
  const chain = new Set<Parts>()
  for (let parts = own.get(name); parts !== undefined && !chain.has(parts); ) {
    chain.add(parts)
    parts = own.get(parts.model.base?.name ?? '')
  }
  return [...chain]
}

/** CTR1582 at the first model of each circle. Gives the names of all that are in one. */
function reportCircles(report: Report, own: ReadonlyMap<string, Parts>): ReadonlySet<string> {
  const found = new Set<string>()
  const known = new Set<string>()
  for (const first of own.keys()) {
    const way: string[] = []
    let name = first
    while (!known.has(name)) {
      known.add(name)
      way.push(name)
      name = own.get(name)?.model.base?.name ?? name
    }
    const at = way.indexOf(name)
    const circle = own.get(name)?.model.base === undefined || at < 0 ? [] : way.slice(at)
    for (const each of circle) found.add(each)
    if (circle.length > 0) report('CTR1582', own.get(name)?.model.base?.span, { circle: [...circle, name] })
  }
  return found
}

/** CTR1502: a second variant, training or serving of a name, or a second branch of a variant. */
function reportRepeated(
  report: Report,
  items: readonly Declaration[],
  models: ReadonlyMap<string, ModelDeclaration>,
  rootOf: (parent: string) => string | undefined,
): void {
  const first = new Map<string, Identifier>()
  for (const item of items) {
    if (item.kind !== 'model' && !isPart(item)) continue
    if (item.kind === 'tower') continue // by surface, in the tower tree
    const name = 'name' in item ? item.name : item.model
    const root = item.kind === 'model' ? name.name : rootOf(parentOf(item).name)
    if (root === undefined || models.get(root)?.base === undefined) continue
    const key = `${item.kind} ${item.kind === 'branch' ? `${root} ` : ''}${name.name}`
    const earlier = first.get(key)
    if (earlier === undefined) first.set(key, name)
    else
      reportTwice(
        report,
        item.kind === 'train' ? 'training of' : item.kind === 'serve' ? 'serving of' : item.kind,
        name,
        earlier.span,
      )
  }
}

const withVariants = (file: SourceFile, variants: Written['variants']): SourceFile => ({
  ...file,
  items: [
    ...file.items,
    ...[...variants.values()].filter(({ model }) => model.span.file === file.path).flatMap(declarationsOf),
  ],
})

/** A model and what is of it, as declarations. */
export const declarationsOf = ({ model, branches, towers, train, serve }: Parts): readonly Declaration[] => [
  model,
  ...branches,
  ...towers,
  ...(train === undefined ? [] : [train]),
  ...(serve === undefined ? [] : [serve]),
]

const isPart = (item: Declaration): item is Part =>
  item.kind === 'branch' || item.kind === 'tower' || item.kind === 'train' || item.kind === 'serve'

const parentOf = (part: Part): Identifier => ('of' in part ? part.of : part.model)

/** The model that a parent is, or that a branch leads up to. A variant's branch may have the name of its base's: the name means the base's. */
function roots(
  items: readonly Declaration[],
  models: ReadonlyMap<string, ModelDeclaration>,
): (parent: string) => string | undefined {
  const branches = items.filter((item) => item.kind === 'branch')
  const depthOf = ({ of }: BranchDeclaration): number => {
    let depth = 0
    for (let model = models.get(of.name); model?.base !== undefined && depth <= models.size; depth++)
      model = models.get(model.base.name)
    return depth
  }
  const inOrder = branches
    .map((branch) => ({ branch, depth: depthOf(branch) }))
    .sort((a, b) => b.depth - a.depth)
    .map(({ branch }) => branch)
  const parents = new Map(inOrder.map(({ name, of }) => [name.name, of.name]))
  return (parent) => {
    let name: string | undefined = parent
    for (let steps = 0; name !== undefined && !models.has(name) && steps <= parents.size; steps++)
      name = parents.get(name)
    return name !== undefined && models.has(name) ? name : undefined
  }
}

function partsOf(
  items: readonly Declaration[],
  model: ModelDeclaration,
  rootOf: (parent: string) => string | undefined,
): Parts {
  const name = model.name.name
  const own = items.filter((item) => isPart(item) && rootOf(parentOf(item).name) === name)
  return {
    model,
    branches: own.filter((item) => item.kind === 'branch'),
    towers: own.filter((item) => item.kind === 'tower'),
    train: own.find((item) => item.kind === 'train'),
    serve: own.find((item) => item.kind === 'serve'),
  }
}
