import type { Report } from '../../diagnostics/report.ts'
import { byName, compareText } from '../../diagnostics/text-order.ts'
import { SurfaceSet } from '../../graph/surfaces.ts'
import type { BranchNode, TowerNode } from '../program.ts'
import type { BranchDeclaration, Identifier, TowerDeclaration } from '../syntax/ast.ts'
import type { Declarations } from './declarations.ts'
import { related } from './extras.ts'
import { reportUnknown } from './known.ts'
import { knownSurfaces } from './surfaces.ts'

/** What is below one model's trunk: branches, every parent before its children, and towers by surface. */
export interface TowerTree {
  readonly branches: readonly BranchNode[]
  readonly towers: readonly TowerNode[]
}

/**
 * Errors: CTR1501 an unknown surface or parent, CTR1530 branches of each other, CTR1550 a branch or tower for a surface that its
 * parent does not run, CTR1551 two towers for one surface, CTR2071 a tower of each surface that is of none.
 */
export function resolveTowerTrees(
  report: Report,
  declarations: Declarations,
  surfacesOfModel: ReadonlyMap<string, SurfaceSet>,
): ReadonlyMap<string, TowerTree> {
  const { models, branches } = declarations
  const parents: ReadonlyMap<string, unknown> = new Map<string, unknown>([...models, ...branches])
  for (const { of } of [...branches.values(), ...declarations.towers])
    if (!parents.has(of.name)) reportUnknown(report, 'model or branch', of, parents.keys())

  const modelOf = modelFinder(report, branches, models)
  const trees = new Map<string, TowerTree>()
  for (const model of models.keys()) {
    const surfaces = new Map([[model, surfacesOfModel.get(model) ?? SurfaceSet.empty]])
    const nodes: BranchNode[] = []
    for (const branch of parentsFirst(branches).filter((each) => modelOf(each.of.name) === model))
      nodes.push(resolveBranch(report, declarations, branch, surfaces))
    const towers = declarations.towers.filter((tower) => modelOf(tower.of.name) === model)
    const own = resolveTowers(
      report,
      declarations,
      towers.filter(({ isOfEach }) => !isOfEach),
      surfaces,
      model,
    )
    const rest = towers.filter(({ isOfEach }) => isOfEach)
    trees.set(model, { branches: nodes, towers: withTowersOfEach(report, rest, own, surfaces, model) })
  }
  return trees
}

/** Follows `of` up to a model; branches in a cycle have none, and each cycle is reported once. */
function modelFinder(
  report: Report,
  branches: ReadonlyMap<string, BranchDeclaration>,
  models: ReadonlyMap<string, unknown>,
): (parent: string) => string | undefined {
  const reported = new Set<string>()
  return (parent) => {
    const path: string[] = []
    let name = parent
    while (!models.has(name)) {
      const branch = branches.get(name)
      if (branch === undefined) return undefined
      const at = path.indexOf(name)
      if (at >= 0) {
        const circle = path.slice(at)
        if (!circle.some((each) => reported.has(each)))
          report('CTR1530', branch.of.span, { kind: 'branch', circle: [...circle, name], relation: 'of' })
        for (const each of circle) reported.add(each)
        return undefined
      }
      path.push(name)
      name = branch.of.name
    }
    return name
  }
}

/** By depth, then by name. */
function parentsFirst(branches: ReadonlyMap<string, BranchDeclaration>): readonly BranchDeclaration[] {
  const depthOf = (branch: BranchDeclaration): number => {
    let depth = 0
    for (let above = branches.get(branch.of.name); above !== undefined && depth <= branches.size; depth++)
      above = branches.get(above.of.name)
    return depth
  }
  return [...branches.values()].sort((a, b) => depthOf(a) - depthOf(b) || byName(a.name, b.name))
}

function resolveBranch(
  report: Report,
  declarations: Declarations,
  declaration: BranchDeclaration,
  surfaces: Map<string, SurfaceSet>,
): BranchNode {
  const { name, of } = declaration
  const known = knownSurfaces(
    report,
    declaration.surfaces,
    declarations.surfaces,
    `the surfaces of branch ${name.name}`,
  )
  const above = surfaces.get(of.name) ?? SurfaceSet.empty
  for (const surface of declaration.surfaces)
    if (known.has(surface.name) && !above.has(surface.name))
      reportLacks(report, declarations, 'branch', surface, of, above)
  const own = known.intersect(above)
  surfaces.set(name.name, own)
  return { name: name.name, parent: of.name, surfaces: own, declaration }
}

function resolveTowers(
  report: Report,
  declarations: Declarations,
  towers: readonly TowerDeclaration[],
  surfaces: ReadonlyMap<string, SurfaceSet>,
  model: string,
): readonly TowerNode[] {
  const bySurface = new Map<string, TowerNode>()
  for (const declaration of towers) {
    const { name, of } = declaration
    const above = surfaces.get(of.name) ?? SurfaceSet.empty
    const earlier = bySurface.get(name.name)
    if (!declarations.surfaces.has(name.name)) reportUnknown(report, 'surface', name, declarations.surfaces.keys())
    else if (!above.has(name.name)) reportLacks(report, declarations, 'tower', name, of, above)
    else if (earlier !== undefined)
      report(
        'CTR1551',
        name.span,
        { surface: name.name, model },
        { related: related('the first tower', earlier.declaration.name.span) },
      )
    else bySurface.set(name.name, { surface: name.name, parent: of.name, declaration })
  }
  return [...bySurface.values()].sort((a, b) => compareText(a.surface, b.surface))
}

/** A tower of each surface is one tower for every surface that runs there and has none of its own, in whatever file. */
function withTowersOfEach(
  report: Report,
  declarations: readonly TowerDeclaration[],
  own: readonly TowerNode[],
  surfaces: ReadonlyMap<string, SurfaceSet>,
  model: string,
): readonly TowerNode[] {
  const bySurface = new Map<string, TowerNode>()
  const known = new Set(own.map(({ surface }) => surface))
  for (const declaration of declarations) {
    const { name, of } = declaration
    const runs = surfaces.get(of.name) ?? SurfaceSet.empty
    const without = runs.names.filter((surface) => !known.has(surface))
    if (without.length === 0 && !runs.isEmpty) report('CTR2071', name.span, { of: of.name, surfaces: runs })
    for (const surface of without) {
      const earlier = bySurface.get(surface)
      if (earlier === undefined) bySurface.set(surface, { surface, parent: of.name, declaration })
      else
        report(
          'CTR1551',
          name.span,
          { surface, model },
          { related: related('the first tower', earlier.declaration.name.span) },
        )
    }
  }
  return [...own, ...bySurface.values()].sort((a, b) => compareText(a.surface, b.surface))
}

function reportLacks(
  report: Report,
  { models, branches }: Declarations,
  what: 'branch' | 'tower',
  surface: Identifier,
  of: Identifier,
  runs: SurfaceSet,
): void {
  const parent = (models.get(of.name) ?? branches.get(of.name))?.name.span
  report(
    'CTR1550',
    surface.span,
    { what, surface: surface.name, parent: of.name, runs },
    { related: parent === undefined ? [] : related(`'${of.name}' is declared here`, parent) },
  )
}
