import { isMissingBigint, isMissingFloat } from '../../graph/missing.ts'
import { missingInteger } from '../../graph/vocabulary.ts'
import type { FeatureValues } from '../feature-values.ts'
import { elementsInOrder, elementsOf, listOf, repeatedInSteps, spansOf } from '../list-elements.ts'
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

/** The same of a record's field, step by step: the record's fields are lists, others have one value for all steps of a row. */
export function derivedSteps(
  derivation: Derivation,
  record: string,
  features: ReadonlyMap<string, DerivedSource>,
  raw: (feature: string) => RawColumn,
): RawColumn {
  const isField = (name: string): boolean => features.get(name)?.record?.name === record
  const [first] = rawFeatures(derivation, features).filter(isField).map(raw)
  if (first?.kind !== 'list') throw new Error(`nothing of '${record}' is read`)
  const spans = spansOf(first.lengths)
  const inSteps = (name: string): RawColumn => {
    const column = raw(name)
    return column.kind === 'list' ? elementsInOrder(column, spans) : repeatedInSteps(column, spans)
  }
  return listOf(derive(derivation, features, onHost(inSteps)), spans)
}

/** An operand's column as fits see it: what is missing has no default yet. */
export const operandColumn = (
  operand: DerivationOperand,
  features: ReadonlyMap<string, DerivedSource>,
  raw: (feature: string) => RawColumn,
): RawColumn => operandValue(operand, features, onHost(raw), false)

/** Whether a derived feature, and all that it is derived from, has what it was fitted to. */
export const isComputable = (name: string, features: ReadonlyMap<string, DerivedSource>): boolean =>
  derivedBehind(features, [name]).every((each) => fittedCalls(features.get(each)!.derivation!).every(isFitted))

/** Columns with those of the derived features beside them whose operands are all there. What no model reads may not be fitted, and has none. */
export function withDerivedColumns(
  columns: ReadonlyMap<string, RawColumn>,
  features: ReadonlyMap<string, DerivedSource>,
): ReadonlyMap<string, RawColumn> {
  const derived = [...features.values()].flatMap((feature): [string, RawColumn][] => {
    const { name, derivation, record } = feature
    if (derivation === undefined || !rawFeatures(derivation, features).every((each) => columns.has(each))) return []
    if (!isComputable(name, features)) return []
    const raw = (each: string): RawColumn => columns.get(each)!
    const isOfRows = record === undefined
    return [
      [
        name,
        isOfRows ? derivedColumn(derivation, features, raw) : derivedSteps(derivation, record.name, features, raw),
      ],
    ]
  })
  return derived.length === 0 ? columns : new Map([...columns, ...derived])
}

const onHost = (raw: (feature: string) => RawColumn): DerivingOn<RawColumn> => ({
  raw,
  cleared: (column, feature, otherwise) => clearedColumn(column, feature, otherwise),
  apply: ({ host }, operands, constants) => host(operands, constants),
})

function clearedColumn(
  column: RawColumn,
  { missing }: Pick<FeatureValues, 'missing'>,
  otherwise: number | undefined,
): RawColumn {
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
      return missing === undefined ? column : withoutSentinel(column, missing)
    case 'list':
      return missing === undefined && otherwise === undefined
        ? column
        : listOf(clearedColumn(elementsOf(column), { missing }, otherwise), column)
  }
}
