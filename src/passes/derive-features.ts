import type { GraphOperand } from '../features/derived/definition.ts'
import type { DerivedSource } from '../features/derived/derivation.ts'
import { type DerivingOn, derive } from '../features/derived/derive.ts'
import type { FeatureKind } from '../features/kinds.ts'
import { definitionOf } from '../features/kinds.ts'
import type { Algebra } from '../graph/algebra.ts'
import { featurePort } from '../graph/ports.ts'
import { levelRows } from '../graph/types.ts'
import type { Pass } from './pass.ts'
import { rewrite } from './rewrite.ts'

/** What the pass needs to know of each feature. */
export interface DerivableFeature extends DerivedSource {
  readonly type: FeatureKind
  readonly level: string
  readonly record?: { readonly name: string } | undefined
}

/**
 * Puts the ops of a derived feature's derivation in its input's place: a serving graph's inputs are raw features alone. Of one surface,
 * on which whatever a derived feature reads exists.
 */
export const deriveFeatures = (features: ReadonlyMap<string, DerivableFeature>): Pass => ({
  name: 'derive-features',
  requires: ['one-surface'],
  ensures: [],
  run: (graph) =>
    rewrite(graph, (op, g) => {
      if (op.kind !== 'input' || op.attributes.port.kind !== 'feature') return undefined
      const feature = features.get(op.attributes.port.feature)
      if (feature?.derivation === undefined) return undefined
      const { derivation, record } = feature
      const { rows } = op.type
      if (rows.kind !== 'level') throw new Error(`derive-features: '${op.id}' has no rows of a level`)
      return derive(derivation, features, inGraph(g, features, rows, record?.name)).value
    }),
})

/** `record`: what is derived is a field of it, so that other fields are read step by step: elementwise, without their length. */
function inGraph(
  g: Algebra,
  features: ReadonlyMap<string, DerivableFeature>,
  { level, surfaces }: { readonly level: string; readonly surfaces: Parameters<typeof levelRows>[1] },
  record: string | undefined,
): DerivingOn<GraphOperand> {
  const input = (feature: DerivableFeature, part: 'value' | 'length'): string => {
    const { dtype, shape } = part === 'value' ? definitionOf(feature.type).graph.value : lengthInput
    const type = { dtype, shape, rows: levelRows(feature.level, surfaces) }
    return g.spread(g.input(featurePort(feature, part), type), level)
  }
  return {
    raw: (name) => {
      const feature = features.get(name)
      if (feature === undefined) throw new Error(`there is no feature '${name}'`)
      const hasLength = record === undefined && definitionOf(feature.type).graph.steps !== undefined
      return { value: input(feature, 'value'), length: hasLength ? input(feature, 'length') : undefined }
    },
    cleared: (operand, { missing, default: _ }, otherwise) => {
      const sentinel = typeof missing === 'number' ? missing : undefined
      if (sentinel === undefined && otherwise === undefined) return operand
      const value = g.builder.add('raw_number', [operand.value], { sentinel, default: otherwise })
      return { ...operand, value }
    },
    apply: ({ graph }, operands, constants) => ({ value: graph(g, operands, constants), length: undefined }),
  }
}

const lengthInput = { dtype: 'int64', shape: [] } as const
