import { fitsFloat32 } from '../graph/float32.ts'

/** A literal of a declaration, as far as a feature is concerned. */
export type Literal =
  | { readonly kind: 'number'; readonly value: number; readonly integer: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }

/** What may stand after `missing`, `default` or `served as`: nothing, for a reason, or what `read` knows. */
export type LiteralRule =
  | { readonly refused: string }
  | {
      readonly expected: (literal: Literal) => string
      readonly read: (literal: Literal) => number | string | undefined
    }

export const refused = (reason: string): LiteralRule => ({ refused: reason })

export const stringLiteral: LiteralRule = {
  expected: () => 'a string',
  read: (literal) => (literal.kind === 'string' ? literal.value : undefined),
}

export const numberLiteral: LiteralRule = {
  expected: () => 'a number',
  read: (literal) => (literal.kind === 'number' ? literal.value : undefined),
}

/** A number that the graph computes with: in 32 bits it is neither infinite nor, where it is not, 0. */
export const float32Literal: LiteralRule = {
  expected: (literal) => (literal.kind === 'number' ? 'a number that a 32-bit float can hold' : 'a number'),
  read: (literal) => (literal.kind === 'number' && fitsFloat32(literal.value) ? literal.value : undefined),
}

/** `1e18` is a whole number that a double may have rounded: what is compared with an int64 must be exact. */
export const wholeNumberLiteral: LiteralRule = {
  expected: (literal) =>
    literal.kind === 'number' && literal.integer ? 'a whole number up to 9_007_199_254_740_991' : 'a whole number',
  read: (literal) => (literal.kind === 'number' && Number.isSafeInteger(literal.value) ? literal.value : undefined),
}
