import { newReport, type Report } from '../../diagnostics/report.ts'
import { byKey } from '../../diagnostics/text-order.ts'
import type { LevelOrder } from '../../graph/levels.ts'
import { SurfaceSet } from '../../graph/surfaces.ts'
import type { Dataset, Model, Surface } from '../program.ts'
import type { ModelDeclaration } from '../syntax/ast.ts'
import { resolveCalibrations } from './calibrations.ts'
import type { Parts } from './compose-model.ts'
import type { Declarations } from './declarations.ts'
import { inVariant } from './in-variant.ts'
import { known, withoutRepetition } from './known.ts'
import { checkPredictedSurfaces } from './predicted-surfaces.ts'
import { tasksOf } from './predictions.ts'
import { resolveServe } from './serve.ts'
import { checkTaskNames } from './serving-names.ts'
import { resolveTowerTrees, type TowerTree } from './tower-tree.ts'
import { resolveTrain } from './train.ts'
import type { Written } from './variants.ts'

interface Known {
  readonly surfaces: ReadonlyMap<string, Surface>
  readonly levels: LevelOrder
  readonly datasets: ReadonlyMap<string, Dataset>
}

/**
 * Models with what belongs to each: tower tree, calibrations, training, serving. Errors: CTR1501 an unknown surface, or a `train`
 * or `serve` of an unknown model; CTR1554 no live surface; and those of the parts.
 */
export function resolveModels(
  report: Report,
  declarations: Declarations,
  variants: Written['variants'],
  program: Known,
): ReadonlyMap<string, Model> {
  const models = new Map(resolveAll(report, declarations, program))
  for (const [name, parts] of variants) {
    if (models.has(name)) continue
    const own = newReport()
    for (const [each, model] of resolveAll(own, onlyOf(declarations, parts), program)) models.set(each, model)
    report.add(inVariant(parts.model, own.found, report.found))
  }
  return new Map([...models].sort(byKey))
}

/** A variant has names of branches and a tower tree of its own. */
const onlyOf = (declarations: Declarations, { model, branches, towers, train, serve }: Parts): Declarations => ({
  ...declarations,
  models: new Map([[model.name.name, model]]),
  branches: new Map(branches.map((each) => [each.name.name, each])),
  towers,
  trains: new Map(train === undefined ? [] : [[model.name.name, train]]),
  serves: new Map(serve === undefined ? [] : [[model.name.name, serve]]),
})

function resolveAll(report: Report, declarations: Declarations, program: Known): ReadonlyMap<string, Model> {
  const { models, trains, serves } = declarations
  for (const { model } of [...trains.values(), ...serves.values()]) known(report, 'model', model, models)
  const surfaces = new Map([...models].map(([name, node]) => [name, surfacesOf(report, node, program.surfaces)]))
  const all = new Map([...surfaces].map(([name, { live, staged }]) => [name, live.union(staged)]))
  const trees = resolveTowerTrees(report, declarations, all)
  return new Map(
    [...models].map(([name, node]) => {
      const { live, staged } = surfaces.get(name) ?? { live: SurfaceSet.empty, staged: SurfaceSet.empty }
      const tree = trees.get(name) ?? { branches: [], towers: [] }
      return [name, resolveModel(report, declarations, program, node, live, staged, tree)]
    }),
  )
}

function resolveModel(
  report: Report,
  { trains, serves }: Declarations,
  program: Known,
  declaration: ModelDeclaration,
  live: SurfaceSet,
  staged: SurfaceSet,
  tree: TowerTree,
): Model {
  const name = declaration.name.name
  const tasks = tasksOf(declaration.trunk, tree)
  checkTaskNames(report, tasks)
  const part = { body: declaration.trunk, surfaces: live.union(staged) }
  checkPredictedSurfaces(report, program.surfaces, part, tree)
  const form = { name, declaration, live, staged, trunk: declaration.trunk, ...tree, span: declaration.name.span }
  const train = trains.get(name)
  const serve = serves.get(name)
  const trained = { name, surfaces: new Set([...live, ...staged]), staged, tasks }
  return {
    ...form,
    tasks: [...tasks.keys()],
    calibrations: resolveCalibrations(report, name, declaration.calibrations, tasks),
    train: train === undefined ? undefined : resolveTrain(report, train, trained, program.surfaces, program.datasets),
    serve: serve === undefined ? undefined : resolveServe(report, serve, program.levels),
  }
}

function surfacesOf(
  report: Report,
  { name, surfaces }: ModelDeclaration,
  declared: ReadonlyMap<string, Surface>,
): { readonly live: SurfaceSet; readonly staged: SurfaceSet } {
  const named = surfaces.map(({ name, staged }) => ({ ...name, staged }))
  const once = withoutRepetition(report, named, `the surfaces of model ${name.name}`)
  const valid = once.filter((surface) => known(report, 'surface', surface, declared) !== undefined)
  const of = (staged: boolean) => SurfaceSet.of(valid.filter((each) => each.staged === staged).map((each) => each.name))
  if (surfaces.length > 0 && surfaces.every(({ staged }) => staged)) report('CTR1554', name.span, { model: name.name })
  return { live: of(false), staged: of(true) }
}
