import { defineKind, type FeatureDefinition } from './definition.ts'
import type { EncodingSource } from './encode.ts'
import { generateLengths } from './generate-steps.ts'
import { refused } from './literals.ts'
import { rawIntegers } from './raw.ts'

export interface RecordType {
  readonly kind: 'record'
  /** The last so many steps are kept, oldest first. */
  readonly length: number
  /** In order of declaration; the feature of one is `<record>.<field>`. */
  readonly fields: readonly string[]
}

/**
 * A sequence of records, as the one length that its fields have: -1 where all of its columns are missing. Its column is a list of structs, or one list
 * for each field (rows/record-columns.ts).
 */
export const record = defineKind<RecordType>({
  declare: ({ size, fields = [] }) => ({ kind: 'record', length: size, fields }),
  define: ({ length, fields }): FeatureDefinition => ({
    fields,
    text: `sequence max ${length}`,
    noun: 'sequence of records',
    literals: {
      missing: refused('a missing sequence is empty'),
      default: refused('a missing sequence is empty'),
      'served as': refused('a missing sequence is empty'),
    },
    lookup: undefined,
    operand: undefined,
    canBeKey: false,
    column: () => {
      // As many as are kept of the fields: what is read of those is cut, too.
      const sql = (lengths: string): string => `least(coalesce(CAST(${lengths} AS BIGINT), -1), ${length})`
      return {
        storage: { kind: 'int64' },
        expected: 'a list of structs',
        fits: ({ kind }) => kind === 'integer',
        conversions: () => [],
        sqlType: 'BIGINT',
        sql,
        words: sql,
        missing: undefined,
        faults: [],
        identity: sql,
      }
    },
    graph: { value: { dtype: 'int64', shape: [] }, steps: length, reads: 'record', clearsSentinel: false },
    host: {
      tableRows: undefined,
      number: undefined,
      missing: (source) => Float32Array.from(lengthsIn(source), (steps) => (steps < 0 ? 1 : 0)),
      mask: (source) => {
        const mask = new Float32Array(source.rows.length * source.size)
        lengthsIn(source).forEach((steps, i) => {
          const kept = Math.min(steps, source.size)
          if (kept > 0) mask.fill(1, i * source.size, i * source.size + kept)
        })
        return mask
      },
    },
    manifest: () => ({ longest: length }),
    generate: (_, seeds) => rawIntegers(BigInt64Array.from(generateLengths(seeds, length), BigInt)),
    generateKeys: undefined,
  }),
})

function lengthsIn({ feature, column, rows }: EncodingSource): Int32Array {
  if (column.kind !== 'int64') throw new Error(`the lengths of '${feature.name}' are stored as ${column.kind}`)
  return Int32Array.from(rows, (row) => Number(column.values[row]!))
}
