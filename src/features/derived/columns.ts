import { isMissingFloat } from '../../graph/missing.ts'
import { missingInteger } from '../../graph/vocabulary.ts'
import { type RawColumn, type RawFloats, type RawIntegers, rawIntegers } from '../raw.ts'

/** Columns as derivations read and give them. An operand's storage is known from its kind: another is a defect. */

export function integers(column: RawColumn | undefined): RawIntegers {
  if (column?.kind !== 'int64') throw new Error(`a derivation reads integers, not ${column?.kind ?? 'nothing'}`)
  return column
}

export function idList(column: RawColumn | undefined): Extract<RawColumn, { readonly of: 'id' }> {
  if (column?.kind !== 'list' || column.of !== 'id') throw new Error('a derivation reads a list of ids')
  return column
}

/** A value per value that is present; missing ones stay missing. */
export const mapIntegers = ({ values }: RawIntegers, map: (value: bigint) => bigint): RawIntegers =>
  rawIntegers(values.map((value) => (value === missingInteger ? missingInteger : map(value))))

const isMissing = isMissingFloat(undefined)

export const mapFloats = ({ size, values }: RawFloats, map: (value: number) => number): RawFloats => ({
  kind: 'float',
  size,
  values: values.map((value) => (isMissing(value) ? Number.NaN : map(value))),
})

/** An id per float that is present. */
export const idsOfFloats = ({ values }: RawFloats, idOf: (value: number) => bigint): RawIntegers =>
  rawIntegers(BigInt64Array.from(values, (value) => (isMissing(value) ? missingInteger : idOf(value))))

/** Numbers as doubles, NaN where missing. An integer is rounded to the nearest double, as a runtime's Cast rounds it. */
export function numbersOf(column: RawColumn | undefined): Float64Array {
  if (column?.kind === 'float')
    return Float64Array.from(column.values, (value) => (isMissing(value) ? Number.NaN : value))
  return Float64Array.from(integers(column).values, (value) => (value === missingInteger ? Number.NaN : Number(value)))
}

export const isMissingNumber = (column: RawColumn, row: number): boolean =>
  column.kind === 'float' ? isMissing(column.values[row]!) : integers(column).values[row] === missingInteger
