/**
 * The words of a vocabulary table, fitted on the training split or read from a file.
 * The word at position i has row 2 + i; row 0 is missing, row 1 out-of-vocabulary (graph.ts, TableRowsRule).
 */
export type Vocabulary =
  | { readonly table: string; readonly of: 'id'; readonly ids: BigInt64Array }
  | { readonly table: string; readonly of: 'string'; readonly words: readonly string[] }

export const missingRow = 0
export const unknownRow = 1
export const firstKnownRow = 2

/** A missing id or int. */
export const missingInteger = -(2n ** 63n)
/** A missing string. */
export const missingString = ''

export const vocabularySize = (vocabulary: Vocabulary): number =>
  vocabulary.of === 'id' ? vocabulary.ids.length : vocabulary.words.length
