import type { Algebra } from '../../graph/algebra.ts'
import type { RawColumn } from '../raw.ts'

/** What an operand of a derivation may be: a kind of feature, or what another derivation gives. */
export type OperandKind = 'id' | 'int' | 'float' | 'time' | 'list of ids' | 'list of ints'

/** What a call states, in its order. Constants are gathered into one list of numbers. */
export type Parameter =
  | { readonly kind: 'operand'; readonly name: string; readonly accepts: readonly OperandKind[] }
  /** `[7, 30, 90]`: one or more. */
  | { readonly kind: 'numbers'; readonly name: string }
  | { readonly kind: 'number'; readonly name: string }
  /** `offset: "+05:30"`, of UTC, as milliseconds; 0 where it is not stated. */
  | { readonly kind: 'offset'; readonly name: string }
  /** `list == id`: two operands, and as a constant how many elements the list keeps. */
  | { readonly kind: 'equality'; readonly name: string; readonly accepts: readonly [OperandKind, OperandKind] }
  /** Not written: a number made of the feature's name. */
  | { readonly kind: 'salt' }

/** What a derivation gives. `ids`: it gives the ids below this number alone. */
export type DerivedResult =
  | { readonly kind: 'id'; readonly ids: number | undefined }
  | { readonly kind: 'int' }
  | { readonly kind: 'float' }

/** An operand in a serving graph: a raw value at the derived feature's rows; of a list with its length, and the most elements kept. */
export interface GraphOperand {
  readonly value: string
  readonly length: string | undefined
}

/**
 * All that one derivation is; a file a member makes it, `table.ts` lists them. The host's function and the serving graph's ops give the same
 * raw values bit for bit: integers, comparisons, and what IEEE 754 rounds correctly.
 *
 * Operands have no sentinel. An id is computed from operands before their defaults, a number from operands with them (`derive.ts`); where an operand
 * is missing still, so is the result.
 */
export interface DerivationDefinition {
  /** As it is written, with its parameters: `bucket(x, [edges])`. */
  readonly form: string
  readonly parameters: readonly Parameter[]
  /** What is wrong with the constants, as what was found and what was expected; undefined where nothing is. */
  readonly refuses: (
    constants: readonly number[],
    operands: readonly OperandKind[],
  ) => { readonly found: string; readonly expected: string } | undefined
  readonly result: (operands: readonly OperandKind[], constants: readonly number[]) => DerivedResult
  readonly host: (operands: readonly RawColumn[], constants: readonly number[]) => RawColumn
  /** Appends the ops and gives the result's value. */
  readonly graph: (g: Algebra, operands: readonly GraphOperand[], constants: readonly number[]) => string
  /** How further constants are fitted on the training split; undefined where the call states all. */
  readonly fit?: FittedDerivation
}

/** Fitted constants stand behind those that the call states. */
export interface FittedDerivation {
  /** How many constants a call states: one that has no more is not fitted. */
  readonly stated: number
  /** What gathers the values of the one operand. */
  readonly begin: (stated: readonly number[]) => Fitting
  /** What stands in the place of fitted constants where nothing is fitted: a graph of the same form. */
  readonly unfitted: (stated: readonly number[]) => readonly number[]
  /** Fitted constants as a file has them, by name. */
  readonly stored: (fitted: readonly number[]) => StoredFit
  /** Those of a file, whose numbers are finite; else what is wrong with them. */
  readonly read: (
    stored: StoredFit,
    stated: readonly number[],
    operands: readonly OperandKind[],
  ) => readonly number[] | string
}

/** Each derivation has some of these. */
export interface StoredFit {
  readonly mean?: number
  readonly deviation?: number
  readonly edges?: readonly number[]
}

/** Of whatever order the rows come in, equal rows give equal constants. */
export interface Fitting {
  /** An operand's values of further rows, without defaults: those that are missing count for nothing. Valid during the call alone. */
  add(column: RawColumn, isWanted: (row: number) => boolean): void
  finish(): FitResult
}

export type FitResult =
  /** `tied`: all that is fitted is this one value. */
  | { readonly constants: readonly number[]; readonly tied?: string | undefined; readonly fault?: undefined }
  /** No row had a value. */
  | { readonly fault: 'nothing' }
  /** All had this one, which nothing can be fitted to. */
  | { readonly fault: 'constant'; readonly value: string }

export const defineDerivation = (definition: DerivationDefinition): DerivationDefinition => definition
