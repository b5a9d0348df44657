import type { Report } from '../../diagnostics/report.ts'
import type {
  BranchDeclaration,
  CalibrateNode,
  Identifier,
  ModelDeclaration,
  ServeDeclaration,
  TowerDeclaration,
  TrainDeclaration,
} from '../syntax/ast.ts'
import { composeBlock } from './compose-block.ts'
import { composeSettings, type Lost } from './compose-settings.ts'
import { reportUnknown } from './known.ts'
import { tasksIn } from './walk.ts'

/** A model and what is of it. */
export interface Parts {
  readonly model: ModelDeclaration
  readonly branches: readonly BranchDeclaration[]
  readonly towers: readonly TowerDeclaration[]
  readonly train: TrainDeclaration | undefined
  readonly serve: ServeDeclaration | undefined
}

/**
 * A variant written out: its base's parts under its name, with its own in the place of those of the same name. A tower that it goes without takes its
 * surface along, unless the variant names that surface. Errors: CTR1501 `without` a part that the base lacks, and those of `composeBlock`.
 */
export function composeModel(report: Report, base: Parts, own: Parts): Parts {
  const kept = withoutLeft(report, base, own)
  const surfaces = surfacesOf(base, own)
  const runs = new Set(surfaces.map(({ name }) => name.name))
  const { name } = own.model
  const of = (parent: Identifier): Identifier => (parent.name === base.model.name.name ? name : parent)

  const branches = merged(kept.branches, own.branches, (before, after) => ({
    ...after,
    of: of(before.of),
    body: composeBlock(report, before.body, after.body),
  })).flatMap((branch) => {
    const stay = own.branches.includes(branch) ? branch.surfaces : branch.surfaces.filter((each) => runs.has(each.name))
    return stay.length === 0 ? [] : [{ ...branch, of: of(branch.of), surfaces: stay }]
  })
  const towers = merged(kept.towers, own.towers, (before, after) => ({
    ...after,
    of: after.of.name === name.name ? of(before.of) : after.of,
    body: composeBlock(report, before.body, after.body),
  })).flatMap((tower) =>
    tower.isOfEach || runs.has(tower.name.name) || own.towers.some((each) => each.name === tower.name)
      ? [{ ...tower, of: of(tower.of) }]
      : [],
  )
  const trunk =
    base.model.trunk !== undefined && own.model.trunk !== undefined
      ? composeBlock(report, base.model.trunk, own.model.trunk)
      : (own.model.trunk ?? base.model.trunk)

  const composed = {
    ...own.model,
    surfaces,
    trunk,
    trunkSpan: own.model.trunkSpan ?? base.model.trunkSpan,
    without: [],
  }
  const tasks = tasksOf({ ...own, model: composed, branches, towers })
  const lost: Lost = {
    tasks: difference(tasksOf(base), tasks),
    surfaces: difference(new Set(base.model.surfaces.map((each) => each.name.name)), runs),
  }
  return {
    model: { ...composed, calibrations: calibrationsOf(base.model, own.model, lost) },
    branches,
    towers,
    train: settingsOf(base.train, own.train, name, lost),
    serve: settingsOf(base.serve, own.serve, name, lost),
  }
}

/** What is left of the base; what hung from a branch that is gone hangs from what that hung from. */
function withoutLeft(
  report: Report,
  { model, branches, towers }: Parts,
  own: Parts,
): Pick<Parts, 'branches' | 'towers'> {
  const gone = { branch: new Set<string>(), tower: new Set<string>() }
  for (const { part, names } of own.model.without)
    for (const name of names) {
      const known = new Set((part === 'tower' ? towers : branches).map((each) => each.name.name))
      if (known.has(name.name)) gone[part].add(name.name)
      else reportUnknown(report, `${part} of model '${model.name.name}'`, name, known)
    }
  const parents = new Map(branches.map((each) => [each.name.name, each.of]))
  const above = (parent: Identifier): Identifier => {
    let name = parent
    for (let steps = 0; gone.branch.has(name.name) && steps <= branches.length; steps++)
      name = parents.get(name.name) ?? name
    return name
  }
  return {
    branches: branches
      .filter(({ name }) => !gone.branch.has(name.name))
      .map((each) => ({ ...each, of: above(each.of) })),
    towers: towers.filter(({ name }) => !gone.tower.has(name.name)).map((each) => ({ ...each, of: above(each.of) })),
  }
}

function surfacesOf({ model }: Parts, own: Parts): ModelDeclaration['surfaces'] {
  if (own.model.surfaces.length > 0) return own.model.surfaces
  const gone = new Set(
    own.model.without.flatMap(({ part, names }) => (part === 'tower' ? names : [])).map(({ name }) => name),
  )
  for (const { name } of own.towers) gone.delete(name.name)
  return model.surfaces.filter(({ name }) => !gone.has(name.name))
}

/** The base's parts, those of the variant in the place of their namesakes, then what the variant has besides. */
function merged<Part extends { readonly name: Identifier }>(
  base: readonly Part[],
  own: readonly Part[],
  both: (before: Part, after: Part) => Part,
): readonly Part[] {
  const names = new Set(base.map(({ name }) => name.name))
  const inPlace = base.map((before) => {
    const after = own.find(({ name }) => name.name === before.name.name)
    return after === undefined ? before : both(before, after)
  })
  // A second one of a name stays, and is reported as one.
  const first = new Set<string>()
  const others = own.filter(({ name }) => {
    const isPlaced = names.has(name.name) && !first.has(name.name)
    first.add(name.name)
    return !isPlaced
  })
  return [...inPlace, ...others]
}

const tasksOf = ({ model: { trunk }, branches, towers }: Parts): ReadonlySet<string> =>
  new Set(
    [...(trunk === undefined ? [] : [trunk]), ...[...branches, ...towers].map(({ body }) => body)]
      .flatMap(tasksIn)
      .map(({ name }) => name),
  )

const difference = (all: ReadonlySet<string>, without: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...all].filter((each) => !without.has(each)))

/** The base's calibrators of the tasks that the variant has none of its own for. */
function calibrationsOf(
  base: ModelDeclaration,
  own: ModelDeclaration,
  { tasks: lost }: Lost,
): readonly CalibrateNode[] {
  const given = new Set(own.calibrations.flatMap(({ tasks }) => tasks.map(({ name }) => name)))
  const inherited = base.calibrations.flatMap((each) => {
    const tasks = each.tasks.filter(({ name }) => !given.has(name) && !lost.has(name))
    return tasks.length === 0 ? [] : [{ ...each, tasks }]
  })
  return [...inherited, ...own.calibrations]
}

function settingsOf<Node extends TrainDeclaration | ServeDeclaration>(
  base: Node | undefined,
  own: Node | undefined,
  model: Identifier,
  lost: Lost,
): Node | undefined {
  if (base === undefined) return own
  return { ...(own ?? base), model, config: composeSettings(base.config, own?.config, lost) }
}
