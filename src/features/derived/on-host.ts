import { isMissingBigint, isMissingFloat } from '../../graph/missing.ts'
import { missingInteger } from '../../graph/vocabulary.ts'
import type { FeatureValues } from '../feature-values.ts'
import { type RawColumn, rawIntegers } from '../raw.ts'
import { withoutSentinel } from '../without-sentinel.ts'
import { type Derivation, type DerivationOperand, type DerivedSource, rawFeatures } from './derivation.ts'
import { type DerivingOn, derive, operandValue } from './derive.ts'
import { derivedBehind, fittedCalls, isFitted } from './fits.ts'

/** A derived feature's column, of the columns of what it reads: as if it had been read itself. */
export const derivedColumn = (
  derivation: Derivation,
  features: ReadonlyMap<string, DerivedSource>,
  raw: (feature: string) => RawColumn,
): RawColumn => derive(derivation, features, onHost(raw))

/** An operand's column as fits see it: what is missing has no default yet. */
export const operandColumn = (
  operand: DerivationOperand,
  features: ReadonlyMap<string, DerivedSource>,
  raw: (feature: string) => RawColumn,
): RawColumn => operandValue(operand, features, onHost(raw), false)

/** Columns with those of the derived features beside them whose operands are all there. What no model reads may not be fitted, and has none. */
export function withDerivedColumns(
  columns: ReadonlyMap<string, RawColumn>,
  features: ReadonlyMap<string, DerivedSource>,
): ReadonlyMap<string, RawColumn> {
  const hasFits = (name: string): boolean => fittedCalls(features.get(name)!.derivation!).every(isFitted)
  const derived = [...features.values()].flatMap((feature): [string, RawColumn][] => {
    const { name, derivation } = feature
    if (derivation === undefined || !rawFeatures(derivation, features).every((each) => columns.has(each))) return []
    if (!derivedBehind(features, [name]).every(hasFits)) return []
    return [[name, derivedColumn(derivation, features, (each) => columns.get(each)!)]]
  })
  return derived.length === 0 ? columns : new Map([...columns, ...derived])
}

const onHost = (raw: (feature: string) => RawColumn): DerivingOn<RawColumn> => ({
  raw,
  cleared: (column, feature, otherwise) => clearedColumn(column, feature, otherwise),
  apply: ({ host }, operands, constants) => host(operands, constants),
})

function clearedColumn(column: RawColumn, { missing }: FeatureValues, otherwise: number | undefined): RawColumn {
  const sentinel = typeof missing === 'number' ? missing : undefined
  switch (column.kind) {
    case 'float': {
      if (sentinel === undefined && otherwise === undefined) return column
      const isMissing = isMissingFloat(sentinel)
      const instead = otherwise ?? Number.NaN
      return { ...column, values: column.values.map((value) => (isMissing(value) ? instead : value)) }
    }
    case 'int64': {
      if (sentinel === undefined && otherwise === undefined) return column
      const isMissing = isMissingBigint(sentinel)
      const instead = otherwise === undefined ? missingInteger : BigInt(otherwise)
      return rawIntegers(column.values.map((value) => (isMissing(value) ? instead : value)))
    }
    case 'string':
    case 'list':
      return missing === undefined ? column : withoutSentinel(column, missing)
  }
}
