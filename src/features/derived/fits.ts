import type { OperandKind } from './definition.ts'
import { type Derivation, type DerivedSource, featuresRead } from './derivation.ts'
import { derivationOf } from './table.ts'

/**
 * What the fitted calls of derived features were fitted to, by feature: the constants of each, in the order in which they are computed, so that an
 * inner call comes before the one that reads it. A run has one such state, as it has one of vocabularies.
 */
export type Fits = ReadonlyMap<string, FeatureFits>

/** Of one feature: a list of constants for each of its fitted calls. */
export type FeatureFits = readonly (readonly number[])[]

export const noFits: Fits = new Map()

/** The calls of a derivation that are fitted, inner ones first. */
export function fittedCalls(derivation: Derivation): readonly Derivation[] {
  const inner = derivation.operands.flatMap((operand) => (operand.kind === 'call' ? fittedCalls(operand.call) : []))
  return derivationOf(derivation.of).fit === undefined ? inner : [...inner, derivation]
}

/** Whether a call, which may be one that nothing is fitted for, has all its constants; those in it are others. */
export function isFitted({ of, constants }: Derivation): boolean {
  const { fit } = derivationOf(of)
  return fit === undefined || constants.length > fit.stated
}

/** Features whose derivations have the constants that were fitted; the others are the same objects. */
export function withFits<Source extends DerivedSource>(
  features: ReadonlyMap<string, Source>,
  fits: Fits,
): ReadonlyMap<string, Source> {
  if (fits.size === 0) return features
  return new Map(
    [...features].map(([name, feature]) => {
      const fitted = fits.get(name)
      if (feature.derivation === undefined || fitted === undefined) return [name, feature]
      return [name, { ...feature, derivation: fittedDerivation(feature.derivation, fitted) }]
    }),
  )
}

/** The derivation with the first of its calls fitted, as many as there are constants of. */
export function fittedDerivation(derivation: Derivation, fitted: FeatureFits): Derivation {
  const waiting = [...fitted]
  const withConstants = (call: Derivation): Derivation => {
    const operands = call.operands.map((operand) =>
      operand.kind === 'call' ? { ...operand, call: withConstants(operand.call) } : operand,
    )
    const { fit } = derivationOf(call.of)
    const own = fit === undefined ? undefined : waiting.shift()
    const constants = own === undefined ? call.constants : [...call.constants.slice(0, fit!.stated), ...own]
    return { ...call, operands, constants }
  }
  return withConstants(derivation)
}

/** Names of the derived features among these, and of those that they are derived from; each behind those. */
export function derivedBehind(
  features: ReadonlyMap<string, DerivedSource>,
  names: Iterable<string>,
): readonly string[] {
  const found = new Set<string>()
  const visit = (name: string): void => {
    const derivation = features.get(name)?.derivation
    if (derivation === undefined || found.has(name)) return
    for (const read of featuresRead(derivation)) visit(read)
    found.add(name)
  }
  for (const name of [...names].sort()) visit(name)
  return [...found]
}

/** Of these features and those behind them, the ones with a call to fit. */
export const fittedFeatures = (
  features: ReadonlyMap<string, DerivedSource>,
  names: Iterable<string>,
): readonly string[] =>
  derivedBehind(features, names).filter((name) => fittedCalls(features.get(name)!.derivation!).length > 0)

/** What the operands of a call are. */
export const operandKinds = (
  { operands }: Derivation,
  kindOf: (feature: string) => OperandKind | undefined,
): readonly OperandKind[] =>
  operands.flatMap((operand) => {
    if (operand.kind === 'feature') return kindOf(operand.feature) ?? []
    const { of, constants } = operand.call
    return derivationOf(of).result(operandKinds(operand.call, kindOf), constants).kind
  })
