import type { FeatureValues } from '../feature-values.ts'
import { type DerivationName, derivationOf } from './table.ts'

/** What a derived feature is computed from: a call, its operands features or further calls. */
export interface Derivation {
  readonly of: DerivationName
  readonly operands: readonly DerivationOperand[]
  /** Numbers that the call states, in the order of its parameters. */
  readonly constants: readonly number[]
}

export type DerivationOperand =
  | { readonly kind: 'feature'; readonly feature: string }
  | { readonly kind: 'call'; readonly call: Derivation }

/** What computing derived features needs to know of each feature. */
export interface DerivedSource extends FeatureValues {
  /** Of a record's field: the record. A derived one is computed step by step. */
  readonly record?: { readonly name: string } | undefined
  readonly derivation?: Derivation | undefined
}

/** The features that are read as they are, of a derivation and of the derived features in it, in order of name. */
export function rawFeatures(derivation: Derivation, features: ReadonlyMap<string, DerivedSource>): readonly string[] {
  const found = new Set<string>()
  for (const name of featuresRead(derivation)) {
    const of = features.get(name)?.derivation
    for (const raw of of === undefined ? [name] : rawFeatures(of, features)) found.add(raw)
  }
  return [...found].sort()
}

/** The features that a derivation names, once each. */
export function featuresRead({ operands }: Derivation): readonly string[] {
  const names = operands.flatMap((operand) =>
    operand.kind === 'feature' ? [operand.feature] : featuresRead(operand.call),
  )
  return [...new Set(names)]
}

/** The ids that a derivation gives lie below this number; undefined where they are any, or where it gives none. */
export function idsBelow({ of, constants }: Derivation): number | undefined {
  const result = derivationOf(of).result([], constants)
  return result.kind === 'id' ? result.ids : undefined
}
