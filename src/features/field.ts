import { toList } from './conversions/to-list.ts'
import { defineKind, type FeatureDefinition, type HostEncodings } from './definition.ts'
import type { OperandKind } from './derived/definition.ts'
import { type EncodingSource, padding } from './encode.ts'
import { generateSteps } from './generate-steps.ts'
import { elementsOf } from './list-elements.ts'
import { refused } from './literals.ts'
import type { RawListColumn } from './raw.ts'
import { type ColumnFault, type ColumnReading, listOutsideInt64 } from './reading.ts'
import { definitionOfScalar, type ScalarKindName } from './scalar-kinds.ts'
import type { ColumnType } from './sql/column-type.ts'
import { unreadableWords } from './word-faults.ts'

export interface FieldType {
  readonly kind: 'field'
  /** What each step has one of. */
  readonly element: ScalarKindName
  /** The last so many steps are kept, oldest first. */
  readonly length: number
  readonly table: string | undefined
}

const plurals: Readonly<Record<ScalarKindName, string>> = {
  id: 'ids',
  string: 'strings',
  int: 'ints',
  float: 'floats',
  bool: 'bools',
  time: 'times',
}

const ofElements: Readonly<Record<ScalarKindName, RawListColumn['of']>> = {
  id: 'id',
  string: 'string',
  int: 'id',
  float: 'float',
  bool: 'id',
  time: 'id',
}

/** What a derivation that takes a list reads it as. */
const operands: Readonly<Partial<Record<ScalarKindName, OperandKind>>> = {
  id: 'list of ids',
  int: 'list of ints',
  time: 'list of ints',
}

/**
 * One field of a record: a value of its scalar kind for each step, which is missing by that kind's rules within a step that is present. All of a
 * record's fields have its length. What is read, encoded and generated of a step is the scalar kind's.
 */
export const field = defineKind<FieldType>({
  declare: ({ element, size, table }) => ({ kind: 'field', element, length: size, table }),
  define: ({ element, length, table }): FeatureDefinition => {
    const scalar = definitionOfScalar(element, table)
    const each = (sql: (value: string) => string) => (column: string) =>
      `list_transform(${column}, element -> ${sql('element')})`
    const kept = (column: string): string => `(${column})[-${length}:]`
    const columnOf = (reading: ColumnReading): ColumnReading => {
      const { fits, conversions, sqlType, ofType } = reading
      return {
        storage: { kind: 'list', of: ofElements[element], length },
        expected: `a list, each element of it ${reading.expected}`,
        fits: (type) => type.kind === 'list' && fits(type.element),
        conversions: (type) => toList(type, { fits, conversions, sqlType }),
        sqlType: `${sqlType}[]`,
        sql: each(reading.sql),
        words: (column) => `unnest(${kept(each(reading.words)(column))})`,
        missing: undefined,
        faults:
          element === 'id'
            ? [listOutsideInt64]
            : element === 'string'
              ? [unreadableWords]
              : reading.faults.map(ofSteps),
        identity: (column) => kept(each(reading.identity)(column)),
        ...(ofType === undefined ? {} : { ofType: (type) => ofElement(type, ofType) }),
      }
    }
    const ofElement = (type: ColumnType, ofType: NonNullable<ColumnReading['ofType']>): ColumnReading | undefined => {
      const own = type.kind === 'list' ? ofType(type.element) : undefined
      return own && columnOf(own)
    }
    return {
      text: scalar.text,
      step: scalar,
      noun: `sequence of ${plurals[element]}`,
      literals: { ...scalar.literals, 'served as': refused('a step is served as it is') },
      lookup: scalar.lookup,
      operand: operands[element],
      canBeKey: false,
      column: (sentinel) => columnOf(scalar.column(sentinel)),
      graph: {
        ...scalar.graph,
        value: { dtype: scalar.graph.value.dtype, shape: [length] },
        steps: length,
      },
      host: hostEncodings(scalar.host),
      manifest: (feature) => ({ ...scalar.manifest(feature), element, longest: length }),
      generate: generateSteps(scalar.generate, length),
      generateKeys: undefined,
    }
  },
})

/** A fault of some element. */
const ofSteps = (fault: ColumnFault): ColumnFault => {
  const { condition, example, occursIn } = fault
  const faulty = (column: string): string =>
    `list_filter(${column}, element -> coalesce(${condition('element')}, FALSE))`
  return {
    ...fault,
    ...(occursIn === undefined ? {} : { occursIn: (type) => type.kind === 'list' && occursIn(type.element) }),
    condition: (column) => `coalesce(len(${faulty(column)}) > 0, FALSE)`,
    example: (column) => example(`${faulty(column)}[1]`),
  }
}

/** Encodings of a scalar, of each kept step; behind a list's end stands what a missing step has. */
const hostEncodings = ({ tableRows, number, missing }: HostEncodings): HostEncodings => ({
  tableRows:
    tableRows &&
    ((source, table) =>
      overSteps(source, new Int32Array(source.rows.length * source.size).fill(padding), (steps) =>
        tableRows(steps, table),
      )),
  number:
    number &&
    ((source) => {
      const { default: otherwise } = source.feature
      const behind = typeof otherwise === 'number' ? otherwise : Number.NaN
      return overSteps(source, new Float32Array(source.rows.length * source.size).fill(behind), number)
    }),
  missing: (source) => overSteps(source, new Float32Array(source.rows.length * source.size).fill(1), missing),
  mask: undefined,
})

/** Puts what is encoded of the kept steps, all of them at once, into their places. The newest are kept, as a served graph keeps them. */
function overSteps<Values extends Float32Array | Int32Array>(
  { feature, column, rows, size }: EncodingSource,
  into: Values,
  encode: (steps: EncodingSource) => ArrayLike<number>,
): Values {
  if (column.kind !== 'list') throw new Error(`'${feature.name}' is stored as ${column.kind}, not as a list`)
  const { lengths, starts } = column
  const keptOf = (row: number): number => Math.max(0, Math.min(lengths[row]!, size))
  const steps = new Int32Array(rows.reduce((sum, row) => sum + keptOf(row), 0))
  let next = 0
  for (const row of rows) {
    const end = starts[row]! + lengths[row]!
    for (let step = end - keptOf(row); step < end; step++) steps[next++] = step
  }
  const encoded = encode({ feature, column: elementsOf(column), rows: steps, size: 1 })
  next = 0
  rows.forEach((row, i) => {
    for (let j = 0; j < keptOf(row); j++) into[i * size + j] = encoded[next++]!
  })
  return into
}
