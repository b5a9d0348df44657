import type { Span } from '../../diagnostics/diagnostic.ts'
import type { Report } from '../../diagnostics/report.ts'
import { byKey } from '../../diagnostics/text-order.ts'
import { definitionOf, type ScalarKindName, scalarDefinition, scalarKinds } from '../../features/kinds.ts'
import type { LevelKey } from '../../model/level-key.ts'
import type { Feature } from '../program.ts'
import type { FeatureType, Identifier, LevelDeclarationNode } from '../syntax/ast.ts'
import { related } from './extras.ts'

/**
 * The key of each level and its type: what the feature of that name has, else what the level declares, else id.
 * Errors: CTR1534 a type that cannot be a key, CTR1536 two places declare different types, CTR1576 a derived feature.
 */
export function resolveLevelKeys(
  report: Report,
  nodes: ReadonlyMap<string, LevelDeclarationNode>,
  features: ReadonlyMap<string, Feature>,
): ReadonlyMap<string, LevelKey> {
  const keys = new Map<string, { readonly key: LevelKey; readonly span: Span; readonly isDeclared: boolean }>()
  for (const node of nodes.values())
    for (const { name, type } of node.by) {
      if (name.name === '') continue
      const stated = type === undefined ? undefined : keyType(report, name, type)
      const feature = features.get(name.name)
      const own = feature === undefined ? undefined : featureKeyType(report, name, feature)
      const earlier = keys.get(name.name)
      if (feature !== undefined && own !== undefined && stated !== undefined && own !== stated)
        report(
          'CTR1536',
          type?.span,
          { key: name.name, stated, other: own },
          { related: related('the feature', feature.span) },
        )
      else if (earlier?.isDeclared && stated !== undefined && earlier.key.type !== stated)
        report(
          'CTR1536',
          type?.span,
          { key: name.name, stated, other: earlier.key.type },
          { related: related('declared here', earlier.span) },
        )
      if (earlier?.isDeclared && stated === undefined) continue
      keys.set(name.name, {
        key: { name: name.name, type: own ?? stated ?? 'id', isFeature: feature !== undefined },
        span: name.span,
        isDeclared: stated !== undefined,
      })
    }
  return new Map([...keys].map(([name, { key }]) => [name, key] as const).sort(byKey))
}

function keyType(report: Report, key: Identifier, type: FeatureType): ScalarKindName | undefined {
  const found = scalarKinds.find((name) => name === type.kind && scalarDefinition(name).canBeKey)
  if (found === undefined) report('CTR1534', type.span, { key: key.name, found: type.kind })
  return found
}

function featureKeyType(
  report: Report,
  key: Identifier,
  { type, span, derivation }: Feature,
): ScalarKindName | undefined {
  if (derivation !== undefined)
    report('CTR1576', key.span, { key: key.name }, { related: related('the feature', span) })
  const found = scalarKinds.find((name) => name === type.kind && definitionOf(type).canBeKey)
  if (found === undefined)
    report('CTR1534', key.span, { key: key.name, found: type.kind }, { related: related('the feature', span) })
  return found
}
