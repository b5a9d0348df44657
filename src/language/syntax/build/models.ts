import type { CstNode } from 'chevrotain'
import type {
  BranchDeclaration,
  CalibrateNode,
  ModelDeclaration,
  ModuleDeclaration,
  ModuleParameter,
  TowerDeclaration,
  WithoutNode,
} from '../ast.ts'
import { buildBlock } from './blocks.ts'
import type { Building } from './building.ts'
import { buildConfigMap } from './config.ts'
import { has, node, nodes, token, tokens } from './cst.ts'
import { buildExpression } from './expressions.ts'
import { buildType } from './types.ts'

/** `export module dcnv2<N>(x: [N]) -> [N] { ... }`. */
export function buildModule(b: Building, cst: CstNode): ModuleDeclaration | undefined {
  const name = token(cst, 'Name')
  if (name === undefined) return undefined
  const item = b.open(cst)
  const dimensions = node(cst, 'names')
  const result = node(cst, 'type')
  return {
    kind: 'module',
    exported: has(cst, 'Export'),
    name: b.identifier(name),
    dimensions: dimensions === undefined ? [] : b.identifiers(tokens(dimensions, 'Name')),
    parameters: nodes(cst, 'parameter').flatMap((parameter) => buildParameter(b, parameter)),
    result: result && buildType(b, result),
    body: buildBlock(b, node(cst, 'block'), cst),
    ...item.close(),
  }
}

function buildParameter(b: Building, cst: CstNode): ModuleParameter[] {
  const name = token(cst, 'Label')
  if (name === undefined) return []
  const given = node(cst, 'expression')
  return [
    {
      name: b.identifier(name),
      type: buildType(b, node(cst, 'type')),
      default: given && buildExpression(b, given),
      span: b.span(cst),
    },
  ]
}

/** `model engagement on home_feed, search staged { trunk { } calibrate ... }`. */
export function buildModel(b: Building, cst: CstNode): ModelDeclaration | undefined {
  const name = token(cst, 'Name')
  if (name === undefined) return undefined
  const item = b.open(cst)
  const base = token(cst, 'base')
  const listed = node(cst, 'modelSurfaces')
  const surfaces = listed === undefined ? [] : nodes(listed, 'modelSurface')
  const parts = readItems(b, cst)
  return {
    kind: 'model',
    name: b.identifier(name),
    base: base && b.identifier(base),
    surfaces: surfaces.flatMap((surface) => {
      const surfaceName = token(surface, 'Name')
      return surfaceName === undefined ? [] : [{ name: b.identifier(surfaceName), staged: has(surface, 'Staged') }]
    }),
    ...parts,
    trailing: b.comments.rest(b.span(cst).end),
    ...item.close(),
  }
}

type ModelItems = Pick<ModelDeclaration, 'trunk' | 'trunkSpan' | 'calibrations' | 'without'>

/** In source order, so that each gets its own comments. */
function readItems(b: Building, cst: CstNode): ModelItems {
  let first: { block: ModelItems['trunk']; span: NonNullable<ModelItems['trunkSpan']> } | undefined
  const calibrations: CalibrateNode[] = []
  const left: WithoutNode[] = []
  for (const item of nodes(cst, 'modelItem')) {
    const trunk = node(item, 'trunk')
    const calibration = node(item, 'calibration')
    const without = node(item, 'without')
    if (calibration !== undefined) calibrations.push(buildCalibration(b, calibration))
    if (without !== undefined) left.push(buildWithout(b, without))
    if (trunk === undefined) continue
    const word = b.tokenSpan(token(trunk, 'Trunk'))
    const block = buildBlock(b, node(trunk, 'block'), trunk)
    if (first === undefined) first = { block, span: word }
    else b.report('CTR1015', word, { clause: 'trunk' }, { related: [{ message: 'the first one', span: first.span }] })
  }
  return { trunk: first?.block, trunkSpan: first?.span, calibrations, without: left }
}

function buildWithout(b: Building, cst: CstNode): WithoutNode {
  const item = b.open(cst)
  const names = node(cst, 'names')
  return {
    kind: 'without',
    part: has(cst, 'Branch') ? 'branch' : 'tower',
    names: names === undefined ? [] : b.identifiers(tokens(names, 'Name')),
    ...item.close(),
  }
}

function buildCalibration(b: Building, cst: CstNode): CalibrateNode {
  const item = b.open(cst)
  const tasks = node(cst, 'names')
  const by = token(cst, 'by')
  const method = token(cst, 'method')
  const config = node(cst, 'configMap')
  return {
    kind: 'calibrate',
    tasks: tasks === undefined ? [] : b.identifiers(tokens(tasks, 'Name')),
    by: by && b.identifier(by),
    method: method === undefined ? { name: '', span: b.span(cst) } : b.identifier(method),
    config: config && buildConfigMap(b, config, cst),
    ...item.close(),
  }
}

/** `branch browse of engagement for home_feed, related_pins { ... }`. */
export function buildBranch(b: Building, cst: CstNode): BranchDeclaration | undefined {
  const [name, of] = tokens(cst, 'Name')
  if (name === undefined || of === undefined) return undefined
  const item = b.open(cst)
  const surfaces = node(cst, 'names')
  return {
    kind: 'branch',
    name: b.identifier(name),
    of: b.identifier(of),
    surfaces: surfaces === undefined ? [] : b.identifiers(tokens(surfaces, 'Name')),
    body: buildBlock(b, node(cst, 'block'), cst),
    ...item.close(),
  }
}

/** `tower search of engagement { ... }`, `tower each surface of engagement { ... }`. */
export function buildTower(b: Building, cst: CstNode): TowerDeclaration | undefined {
  const [name, of] = tokens(cst, 'Name')
  if (name === undefined || of === undefined) return undefined
  const item = b.open(cst)
  const isOfEach = has(cst, 'Each')
  if (isOfEach && name.image !== 'surface')
    b.report('CTR1001', b.tokenSpan(name), { found: `'${name.image}'`, expected: "'surface': 'tower each surface'" })
  const body = buildBlock(b, node(cst, 'block'), cst)
  return { kind: 'tower', isOfEach, name: b.identifier(name), of: b.identifier(of), body, ...item.close() }
}
