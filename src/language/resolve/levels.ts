import type { Span } from '../../diagnostics/diagnostic.ts'
import type { Report } from '../../diagnostics/report.ts'
import { type LevelDeclaration, LevelOrder } from '../../graph/levels.ts'
import type { Identifier, LevelDeclarationNode } from '../syntax/ast.ts'
import { related } from './extras.ts'
import { known, withoutRepetition } from './known.ts'

/** Far more than any model has: how any two of them meet takes time in the cube of their number. */
const mostLevels = 100

type LevelNodes = ReadonlyMap<string, LevelDeclarationNode>

/**
 * The order of levels. Errors: CTR1501 within an unknown level, CTR1530 levels within each other, CTR1531 no row level (a level
 * without a key that is below all), CTR1532 two levels without a coarsest common level below, CTR1533 a level without a key, CTR3026 too many levels.
 */
export function resolveLevels(report: Report, nodes: LevelNodes, where: Span | undefined): LevelOrder {
  const declarations = [...nodes.values()].map((node): LevelDeclaration => {
    const within = withoutRepetition(report, node.within, `the levels above ${node.name.name}`)
    const by = withoutRepetition(report, keyNames(node), `the key of ${node.name.name}`)
    return {
      name: node.name.name,
      by: by.map((key) => key.name),
      within: within.filter((name) => known(report, 'level', name, nodes) !== undefined).map((name) => name.name),
    }
  })
  const acyclic = withoutCycles(report, nodes, declarations)
  const order = new LevelOrder(acyclic)
  // Where a `within` is wrong, the order that it would have given is not an error of its own.
  const parents = [...nodes.values()].flatMap((node) => node.within)
  const isWhole = acyclic === declarations && parents.every((name) => nodes.has(name.name))
  const tooMany = [...nodes.values()][mostLevels]
  if (tooMany !== undefined)
    report('CTR3026', tooMany.name.span, { what: 'the number of levels', found: nodes.size, limit: mostLevels })
  else if (isWhole && hasRowLevel(report, nodes, declarations, where)) checkMeets(report, nodes, order)
  return order
}

const keyNames = (node: LevelDeclarationNode): readonly Identifier[] =>
  node.by.map(({ name }) => name).filter((name) => name.name !== '')

/** Reports each cycle once, at its first level by name, and cuts it there, so that the order stays acyclic. */
function withoutCycles(
  report: Report,
  nodes: LevelNodes,
  declarations: readonly LevelDeclaration[],
): readonly LevelDeclaration[] {
  const byName = new Map(declarations.map((each) => [each.name, each]))
  const done = new Set<string>()
  const cut = new Map<string, Set<string>>()
  const visit = (name: string, path: readonly string[]): void => {
    if (done.has(name)) return
    for (const parent of byName.get(name)?.within ?? []) {
      const circle = [...path, name]
      const at = circle.indexOf(parent)
      if (at < 0) visit(parent, circle)
      else {
        cut.set(name, (cut.get(name) ?? new Set()).add(parent))
        const span = nodes.get(name)?.within.find((each) => each.name === parent)?.span
        report('CTR1530', span, { kind: 'level', circle: [...circle.slice(at), parent], relation: 'within' })
      }
    }
    done.add(name)
  }
  for (const { name } of declarations) visit(name, [])
  if (cut.size === 0) return declarations
  return declarations.map((each) => ({
    ...each,
    within: each.within.filter((parent) => !cut.get(each.name)?.has(parent)),
  }))
}

function hasRowLevel(
  report: Report,
  nodes: LevelNodes,
  declarations: readonly LevelDeclaration[],
  where: Span | undefined,
): boolean {
  const finest = declarations.filter(({ name }) => !declarations.some((other) => other.within.includes(name)))
  const nodeOf = (level: LevelDeclaration | undefined) => (level === undefined ? undefined : nodes.get(level.name))
  const keyless = declarations.filter(({ by }) => by.length === 0)
  const row = finest.find(({ by }) => by.length === 0) ?? finest.at(-1)
  for (const level of keyless)
    if (level !== row) report('CTR1533', nodeOf(level)?.name.span, { level: level.name, row: row?.name })
  if (finest.length === 1 && row?.by.length === 0) return true
  const others = finest.filter((level) => level !== row)
  report(
    'CTR1531',
    nodeOf(row)?.name.span ?? where,
    { finest: finest.map(({ name }) => name), key: row?.by ?? [] },
    {
      related: others.flatMap((level) => {
        const node = nodeOf(level)
        return node === undefined
          ? []
          : [{ message: `no level is within '${level.name}' either`, span: node.name.span }]
      }),
    },
  )
  return false
}

/** Where two levels meet must be one level: `user` and `ad` give `candidate`. */
function checkMeets(report: Report, nodes: LevelNodes, order: LevelOrder): void {
  for (const [index, a] of order.names.entries())
    for (const b of order.names.slice(index + 1)) {
      if (order.meet(a, b) !== undefined) continue
      const [first, second] = [nodes.get(a), nodes.get(b)]
      const below = order.names.filter((name) => order.isCoarserOrEqual(a, name) && order.isCoarserOrEqual(b, name))
      const coarsest = below.filter(
        (name) => !below.some((other) => other !== name && order.isCoarserOrEqual(other, name)),
      )
      report(
        'CTR1532',
        second?.name.span,
        { a, b, below: coarsest },
        {
          related: first === undefined ? [] : related(`'${a}' is declared here`, first.name.span),
        },
      )
    }
}
