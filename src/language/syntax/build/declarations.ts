import type { CstNode } from 'chevrotain'
import type { Declaration } from '../ast.ts'
import type { Building } from './building.ts'
import { buildConfigMap } from './config.ts'
import { has, node, nodes, token, tokens } from './cst.ts'
import { buildExpression } from './expressions.ts'
import { buildFeatures } from './features.ts'
import { buildString } from './literals.ts'
import { buildBranch, buildModel, buildModule, buildTower } from './models.ts'
import { buildFeatureType, buildType } from './types.ts'

type Builder = (b: Building, cst: CstNode) => Declaration | undefined

/** By the name of its rule. A builder gives undefined where recovery left less than the declaration's name. */
const builders: readonly (readonly [rule: string, builder: Builder])[] = [
  ['importDeclaration', buildImport],
  ['settingDeclaration', buildSetting],
  ['surfaceDeclaration', buildSurface],
  ['levelDeclaration', buildLevel],
  ['featuresDeclaration', buildFeatures],
  ['tableDeclaration', named('table')],
  ['moduleDeclaration', buildModule],
  ['modelDeclaration', buildModel],
  ['branchDeclaration', buildBranch],
  ['towerDeclaration', buildTower],
  ['datasetDeclaration', named('dataset')],
  ['trainDeclaration', ofModel('train')],
  ['serveDeclaration', ofModel('serve')],
]

/** The rule `declaration`. */
export function buildDeclaration(b: Building, cst: CstNode): Declaration | undefined {
  for (const [rule, build] of builders) {
    const found = node(cst, rule)
    if (found !== undefined) return build(b, found)
  }
  return undefined
}

function buildImport(b: Building, cst: CstNode): Declaration | undefined {
  const path = token(cst, 'String')
  if (path === undefined) return undefined
  const item = b.open(cst)
  const names = has(cst, 'LeftBrace') ? b.identifiers(tokens(cst, 'Name')) : undefined
  return { kind: 'import', names, path: buildString(b, path), ...item.close() }
}

/** `setting experts : int = 4` */
function buildSetting(b: Building, cst: CstNode): Declaration | undefined {
  const name = token(cst, 'Name')
  if (name === undefined) return undefined
  const item = b.open(cst)
  const type = buildType(b, node(cst, 'type'))
  const value = buildExpression(b, node(cst, 'expression'))
  return { kind: 'setting', name: b.identifier(name), type, value, ...item.close() }
}

function buildSurface(b: Building, cst: CstNode): Declaration | undefined {
  const name = token(cst, 'Name')
  if (name === undefined) return undefined
  const item = b.open(cst)
  const config = node(cst, 'configMap')
  return {
    kind: 'surface',
    name: b.identifier(name),
    config: config && buildConfigMap(b, config, cst),
    ...item.close(),
  }
}

function buildLevel(b: Building, cst: CstNode): Declaration | undefined {
  const name = token(cst, 'Name')
  if (name === undefined) return undefined
  const item = b.open(cst)
  const by = nodes(cst, 'levelKey').flatMap((key) => {
    const keyName = token(key, 'Name')
    const type = node(key, 'featureType')
    return keyName === undefined ? [] : [{ name: b.identifier(keyName), type: type && buildFeatureType(b, type) }]
  })
  const within = node(cst, 'names')
  return {
    kind: 'level',
    name: b.identifier(name),
    by,
    within: within === undefined ? [] : b.identifiers(tokens(within, 'Name')),
    ...item.close(),
  }
}

function named(kind: 'table' | 'dataset'): Builder {
  return (b, cst) => {
    const name = token(cst, 'Name')
    if (name === undefined) return undefined
    const item = b.open(cst)
    return { kind, name: b.identifier(name), config: buildConfigMap(b, node(cst, 'configMap'), cst), ...item.close() }
  }
}

function ofModel(kind: 'train' | 'serve'): Builder {
  return (b, cst) => {
    const model = token(cst, 'Name')
    if (model === undefined) return undefined
    const item = b.open(cst)
    return { kind, model: b.identifier(model), config: buildConfigMap(b, node(cst, 'configMap'), cst), ...item.close() }
  }
}
