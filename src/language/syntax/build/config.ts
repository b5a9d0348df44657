import type { CstNode } from 'chevrotain'
import type { ConfigEntry, ConfigMap, ConfigPer, ConfigValue } from '../ast.ts'
import type { Building } from './building.ts'
import { node, nodes, token } from './cst.ts'
import { buildExpression, invalid } from './expressions.ts'
import { buildNumber, buildString } from './literals.ts'

/** The rule `configMap`; an empty map at the end of `owner` where recovery lost it. */
export function buildConfigMap(b: Building, cst: CstNode | undefined, owner: CstNode): ConfigMap {
  if (cst === undefined)
    return { kind: 'map', entries: [], trailing: [], span: b.tokenSpan(undefined, b.span(owner).end) }
  const entries = nodes(cst, 'configEntry').flatMap((entry) => buildEntry(b, entry) ?? [])
  const span = b.span(cst)
  return { kind: 'map', entries, trailing: b.comments.rest(span.end), span }
}

function buildEntry(b: Building, cst: CstNode): ConfigEntry | undefined {
  const key = node(cst, 'configKey')
  const name = key && buildKey(b, key)
  if (name === undefined) return undefined
  const item = b.open(cst)
  return { key: name, value: buildConfigValue(b, node(cst, 'configValue')), ...item.close() }
}

function buildKey(b: Building, cst: CstNode): ConfigEntry['key'] | undefined {
  const label = token(cst, 'Label')
  if (label !== undefined) return b.identifier(label)
  const string = token(cst, 'String')
  if (string !== undefined) return buildString(b, string)
  const number = token(cst, 'Number')
  return number && buildNumber(b, number, token(cst, 'Minus'))
}

function buildConfigValue(b: Building, cst: CstNode | undefined): ConfigValue {
  if (cst === undefined) return invalid(b, cst)
  const map = node(cst, 'configMap')
  const list = node(cst, 'configList')
  const value: ConfigPer['of'] =
    map !== undefined
      ? buildConfigMap(b, map, cst)
      : list !== undefined
        ? {
            kind: 'config_list',
            items: nodes(list, 'configValue').map((each) => buildConfigValue(b, each)),
            span: b.span(list),
          }
        : buildExpression(b, node(cst, 'expression'))
  const per = token(cst, 'Name')
  return per === undefined ? value : { kind: 'per', of: value, per: b.identifier(per), span: b.span(cst) }
}
