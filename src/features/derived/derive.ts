import type { FeatureValues } from '../feature-values.ts'
import type { DerivationDefinition } from './definition.ts'
import type { Derivation, DerivationOperand, DerivedSource } from './derivation.ts'
import { isFitted } from './fits.ts'
import { derivationOf } from './table.ts'

/** Where derivations are computed: on the host with columns, in a serving graph with ops. The order of evaluation is one. */
export interface DerivingOn<Value> {
  /** A feature's raw value, sentinels included. */
  raw(feature: string): Value
  /** A number without its sentinel; missing becomes `otherwise`, where that is given. Other values as they are. */
  cleared(value: Value, feature: FeatureValues, otherwise: number | undefined): Value
  apply(definition: DerivationDefinition, operands: readonly Value[], constants: readonly number[]): Value
}

/**
 * The raw value of a derivation. An id is computed from what is there before defaults, all the way down, so that it is missing where anything that it
 * reads is; a number reads its operands with their defaults.
 */
export function derive<Value>(
  derivation: Derivation,
  features: ReadonlyMap<string, DerivedSource>,
  on: DerivingOn<Value>,
  withDefaults = true,
): Value {
  const definition = derivationOf(derivation.of)
  if (!isFitted(derivation)) throw new Error(`'${derivation.of}' is computed before it is fitted`)
  const fills = withDefaults && !givesId(definition)
  const operands = derivation.operands.map((operand) => operandValue(operand, features, on, fills))
  return on.apply(definition, operands, derivation.constants)
}

/** Whether the result is an id does not depend on the operands. */
const givesId = ({ result }: DerivationDefinition): boolean => result([], []).kind === 'id'

/** The raw value of an operand, without its sentinel. `fills`: with defaults. */
export function operandValue<Value>(
  operand: DerivationOperand,
  features: ReadonlyMap<string, DerivedSource>,
  on: DerivingOn<Value>,
  fills: boolean,
): Value {
  if (operand.kind === 'call') return derive(operand.call, features, on, fills)
  const feature = features.get(operand.feature)
  if (feature === undefined) throw new Error(`there is no feature '${operand.feature}'`)
  const value =
    feature.derivation === undefined ? on.raw(feature.name) : derive(feature.derivation, features, on, fills)
  return on.cleared(value, feature, fills && typeof feature.default === 'number' ? feature.default : undefined)
}
