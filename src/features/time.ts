import type { Conversion } from './conversions/conversion.ts'
import { isWordForMissing } from './conversions/conversion.ts'
import { toInteger } from './conversions/to-integer.ts'
import { defineKind } from './definition.ts'
import { encodeIntegerMissing } from './encode.ts'
import { generateIntegers } from './generate.ts'
import { refused, wholeNumberLiteral } from './literals.ts'
import { type ColumnReading, integerReading, leastBigint } from './reading.ts'
import type { ColumnType } from './sql/column-type.ts'
import { infiniteTime, timesOfOtherUnits } from './time-faults.ts'

export interface TimeType {
  readonly kind: 'time'
}

/** Times of a day have no date. */
const isTimestamp = ({ kind, sql }: ColumnType): boolean => kind === 'time' && /^(DATE|TIMESTAMP)/.test(sql)

/** Milliseconds in which generated times lie: from 1970 to 2033. */
const generatedBelow = 2_000_000_000_000

/**
 * A moment, int64: milliseconds since 1970, UTC. What derivations read; the model has no number of it, since one of such magnitude outweighs all others.
 * Missing: null, the least int64, the sentinel, an infinite timestamp.
 */
export const time = defineKind<TimeType>({
  declare: () => ({ kind: 'time' }),
  define: () => ({
    text: 'time',
    noun: 'time',
    literals: {
      missing: wholeNumberLiteral,
      default: refused('a missing time stays missing: what is derived of it has a default'),
      'served as': refused('what is derived of it may be fixed'),
    },
    lookup: undefined,
    operand: 'time',
    canBeKey: false,
    column: (sentinel) => {
      const integers = integerReading(sentinel, (type) => type.kind === 'integer' || isTimestamp(type))
      return {
        ...integers,
        expected: 'a timestamp, a date, or an integer: milliseconds since 1970',
        conversions: toTime,
        faults: [...integers.faults, ...timesOfOtherUnits],
        ofType: (type) => (isTimestamp(type) ? timestampReading(integers, sentinel) : undefined),
      }
    },
    graph: { value: { dtype: 'int64', shape: [] }, steps: undefined, reads: 'raw', clearsSentinel: true },
    host: { tableRows: undefined, number: undefined, missing: encodeIntegerMissing, mask: undefined },
    manifest: ({ missing }) => ({ kind: 'time', ...(missing === undefined ? {} : { sentinel: missing }) }),
    generate: generateIntegers(generatedBelow),
    generateKeys: undefined,
  }),
})

/** What a millisecond does not hold is cut off. */
function timestampReading(integers: ColumnReading, sentinel: number | string | undefined): ColumnReading {
  const sql = (column: string): string =>
    typeof sentinel === 'number' ? `nullif(epoch_ms(${column}), ${sentinel})` : `epoch_ms(${column})`
  return {
    ...integers,
    expected: 'a timestamp, a date, or an integer: milliseconds since 1970',
    conversions: toTime,
    sql,
    words: sql,
    faults: [infiniteTime],
    identity: (column) => `nullif(${sql(column)}, ${leastBigint})`,
  }
}

const fails = (column: string): string => `try_cast(${column} as TIMESTAMP) IS NULL`

const asTimestamp: Conversion = { sql: (column) => `cast(${column} as TIMESTAMP)`, loses: fails }

const asTimestampOrMissing: Conversion = {
  sql: (column) => `try_cast(${column} as TIMESTAMP)`,
  loses: (column) => `(${fails(column)} AND NOT ${isWordForMissing(column)})`,
  drops: isWordForMissing,
}

/** How a column of another type becomes a time. */
function toTime(type: ColumnType): readonly Conversion[] {
  if (type.kind === 'string') return [asTimestamp, asTimestampOrMissing, ...toInteger(type, false)]
  return type.kind === 'time' || type.kind === 'boolean' ? [] : toInteger(type, false)
}
