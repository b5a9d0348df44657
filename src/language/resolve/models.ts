import type { Report } from '../../diagnostics/report.ts'
import type { LevelOrder } from '../../graph/levels.ts'
import { SurfaceSet } from '../../graph/surfaces.ts'
import type { Dataset, Model, Surface } from '../program.ts'
import type { ModelDeclaration } from '../syntax/ast.ts'
import { resolveCalibrations } from './calibrations.ts'
import type { Declarations } from './declarations.ts'
import { known, withoutRepetition } from './known.ts'
import { tasksOf } from './predictions.ts'
import { resolveServe } from './serve.ts'
import { checkTaskNames } from './serving-names.ts'
import { resolveTowerTrees, type TowerTree } from './tower-tree.ts'
import { resolveTrain } from './train.ts'

interface Known {
  readonly surfaces: ReadonlyMap<string, Surface>
  readonly levels: LevelOrder
  readonly datasets: ReadonlyMap<string, Dataset>
}

/**
 * Models with what belongs to each: tower tree, calibrations, training, serving. Errors: CTR1501 an unknown surface, or a `train`
 * or `serve` of an unknown model; CTR1554 no live surface; and those of the parts.
 */
export function resolveModels(report: Report, declarations: Declarations, program: Known): ReadonlyMap<string, Model> {
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
