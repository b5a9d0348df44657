import { isMissingBigint } from '../graph/missing.ts'
import { missingInteger, missingString } from '../graph/vocabulary.ts'
import { elementsOf, listOf } from './list-elements.ts'
import { type RawColumn, rawIntegers } from './raw.ts'

/** A caller's column as a dataset has it: an id, int or string that equals the feature's sentinel is missing. */
export function withoutSentinel(column: RawColumn, sentinel: number | string | undefined): RawColumn {
  if (sentinel === undefined) return column
  switch (column.kind) {
    case 'int64': {
      const isMissing = isMissingBigint(typeof sentinel === 'number' ? sentinel : undefined)
      return rawIntegers(column.values.map((value) => (isMissing(value) ? missingInteger : value)))
    }
    case 'string':
      return { kind: 'string', values: column.values.map((word) => (word === sentinel ? missingString : word)) }
    case 'list':
      return listOf(withoutSentinel(elementsOf(column), sentinel), column)
    case 'float':
      throw new Error("a float column has no sentinel that is cleared: it is its encoding's")
  }
}
