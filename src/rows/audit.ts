import { type ColumnFault, sourceSql } from '../features/reading.ts'
import { quoteName, quoteText } from '../features/sql/quote.ts'
import type { SurfaceSet } from '../graph/surfaces.ts'
import type { Feature } from '../model/feature.ts'
import type { RawColumnPlan } from './columns.ts'
import type { Cell } from './connection.ts'
import { overRows } from './failures.ts'
import { caseColumn, type PlannedLabel, type RowPlan } from './row-plan.ts'
import { caseIn } from './surfaces.ts'

/** Rows at fault, and one of the values that are. */
export interface Fault {
  readonly rows: number
  readonly example: string
}

export interface LabelCounts {
  readonly labelled: number
  readonly positives: number
}

/** Splits whose labels a training depends on. */
export const labelledSplits = ['train', 'validation'] as const

/** What one pass over the rows counts, for the rows of one surface and view. */
export interface CaseAudit {
  /** Position in SurfaceCases, -1 for unmapped rows. */
  readonly case: number
  readonly rows: number
  readonly splits: ReadonlyMap<string, number>
  readonly unsplit: number
  /** Rows in both, by pair of splits. */
  readonly overlaps: readonly { readonly a: string; readonly b: string; readonly rows: number }[]
  readonly labels: ReadonlyMap<string, LabelCounts & { readonly outside: Fault }>
  /** By split of `labelledSplits` that is declared, then by task. */
  readonly labelsOf: ReadonlyMap<string, ReadonlyMap<string, LabelCounts>>
  readonly weight: Fault
  /** Rows without a required number, by feature. */
  readonly missing: ReadonlyMap<string, number>
  /** Rows whose value the column's kind may not hold, by column: one for each fault of its reading. */
  readonly values: ReadonlyMap<string, readonly Fault[]>
  /** Rows whose lists differ in length, by listsInParallel. */
  readonly unequal: readonly Fault[]
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** One row of the pass as it is filled, aggregate by aggregate. */
interface Counts {
  readonly splits: Map<string, number>
  unsplit: number
  readonly overlaps: { a: string; b: string; rows: number }[]
  readonly labels: Map<string, { labelled: number; positives: number; readonly outside: Mutable<Fault> }>
  readonly labelsOf: Map<string, Map<string, Mutable<LabelCounts>>>
  readonly weight: Mutable<Fault>
  readonly missing: Map<string, number>
  readonly values: Map<string, Mutable<Fault>[]>
  readonly unequal: Mutable<Fault>[]
}

const noFault = (): Mutable<Fault> => ({ rows: 0, example: '' })

const noCounts = (): Counts => ({
  splits: new Map(),
  unsplit: 0,
  overlaps: [],
  labels: new Map(),
  labelsOf: new Map(),
  weight: noFault(),
  missing: new Map(),
  values: new Map(),
  unequal: [],
})

/** One aggregate of the pass, and where its result goes. */
interface Aggregate {
  readonly sql: string
  readonly put: (counts: Counts, cell: Cell) => void
}

const count = (condition: string, put: (counts: Counts, rows: number) => void): Aggregate => ({
  sql: `count(*) FILTER (WHERE ${condition})`,
  put: (counts, cell) => put(counts, Number(cell)),
})

/** The least value at fault as text, so that the example does not depend on which thread came first. */
const example = (value: string, condition: string, faultOf: (counts: Counts) => Mutable<Fault>): Aggregate => ({
  sql: `min(coalesce(CAST(${value} AS VARCHAR), 'missing')) FILTER (WHERE ${condition})`,
  put: (counts, cell) => {
    faultOf(counts).example = `${cell ?? ''}`
  },
})

/**
 * Counts everything that checks and training want to know of the rows, in one scan. `reads`: keys that are no feature too, so that a value
 * that the query fails at is met here; DuckDB leaves out what nothing is counted of. `check --data` reads all features elsewhere (constant.ts).
 */
export async function auditRows(
  plan: RowPlan,
  { reads = false }: { readonly reads?: boolean } = {},
): Promise<readonly CaseAudit[]> {
  const { origin, database } = plan.source
  const aggregates = [
    ...splitAggregates(plan),
    ...labelAggregates(plan),
    ...splitLabelAggregates(plan),
    ...weightAggregates(plan),
    ...featureAggregates(plan),
    ...parallelAggregates(plan),
    ...(reads ? plan.columns.filter(({ feature }) => feature === undefined).map(readColumn) : []),
  ]
  const select = [caseColumn, 'count(*)', ...aggregates.map(({ sql }) => sql)].join(', ')
  const result = await overRows(origin, () =>
    database.rows(`SELECT ${select} FROM ${plan.rows} GROUP BY ${caseColumn} ORDER BY ${caseColumn}`),
  )
  return result.map(([position, rows, ...cells]) => {
    const counts = noCounts()
    cells.forEach((cell, i) => {
      aggregates[i]!.put(counts, cell)
    })
    return { case: Number(position), rows: Number(rows), ...counts }
  })
}

function splitAggregates(plan: RowPlan): readonly Aggregate[] {
  const splits = [...plan.splits]
  if (splits.length === 0) return []
  const none = splits.map(([, condition]) => `NOT ${condition}`).join(' AND ')
  return [
    ...splits.map(([name, condition]) => count(condition, (counts, rows) => counts.splits.set(name, rows))),
    count(none, (counts, rows) => {
      counts.unsplit = rows
    }),
    ...splits.flatMap(([a, first], i) =>
      splits
        .slice(i + 1)
        .map(([b, second]) => count(`${first} AND ${second}`, (counts, rows) => counts.overlaps.push({ a, b, rows }))),
    ),
  ]
}

function labelAggregates(plan: RowPlan): readonly Aggregate[] {
  return [...plan.labels].flatMap(([task, { kind, sql: value }]) => {
    const outside = kind === 'soft' ? `NOT ${value} BETWEEN 0 AND 1` : `${value} NOT IN (0, 1)`
    return [
      count(`${value} IS NOT NULL`, (counts, labelled) =>
        counts.labels.set(task, { labelled, positives: 0, outside: noFault() }),
      ),
      count(positive(kind, value), (counts, positives) => {
        counts.labels.get(task)!.positives = positives
      }),
      count(outside, (counts, rows) => {
        counts.labels.get(task)!.outside.rows = rows
      }),
      example(value, outside, (counts) => counts.labels.get(task)!.outside),
    ]
  })
}

function splitLabelAggregates({ splits, labels }: RowPlan): readonly Aggregate[] {
  return labelledSplits.flatMap((split) => {
    const condition = splits.get(split)
    if (condition === undefined) return []
    return [...labels].flatMap(([task, { kind, sql: value }]) => [
      count(`${condition} AND ${value} IS NOT NULL`, ({ labelsOf }, labelled) => {
        const ofSplit = labelsOf.get(split) ?? new Map()
        labelsOf.set(split, ofSplit.set(task, { labelled, positives: 0 }))
      }),
      count(`${condition} AND ${positive(kind, value)}`, ({ labelsOf }, positives) => {
        labelsOf.get(split)!.get(task)!.positives = positives
      }),
    ])
  })
}

/** Of soft labels those above one half, as metrics count them. */
const positive = (kind: PlannedLabel['kind'], value: string): string =>
  kind === 'soft' ? `${value} > 0.5` : `${value} = 1`

function weightAggregates(plan: RowPlan): readonly Aggregate[] {
  if (plan.dataset.weight === undefined) return []
  const weight = `CAST(${plan.weight} AS DOUBLE)`
  const bad = `(${weight} IS NULL OR NOT isfinite(${weight}) OR ${weight} <= 0)`
  return [
    count(bad, (counts, rows) => {
      counts.weight.rows = rows
    }),
    example(weight, bad, (counts) => counts.weight),
  ]
}

function featureAggregates(plan: RowPlan): readonly Aggregate[] {
  return plan.columns.flatMap((planned) => {
    const { spec, feature } = planned
    const aggregates: Aggregate[] = []
    const { name } = spec
    const column = sourceSql(spec)
    // A number without a default is required, but where only derivations read it.
    const missing = feature?.default === undefined && !planned.isOperand ? spec.reading.missing?.(column) : undefined
    if (feature !== undefined && missing !== undefined)
      aggregates.push(count(missing, (counts, rows) => counts.missing.set(name, rows)))
    faultsOf(planned).forEach((fault, i) => {
      const wrong = fault.condition(column)
      aggregates.push(
        count(wrong, ({ values }, rows) => values.set(name, [...(values.get(name) ?? []), { rows, example: '' }])),
        example(fault.example(column), wrong, (counts) => counts.values.get(name)![i]!),
      )
    })
    return aggregates
  })
}

/** One of the lists of which a row must have as many elements; of a record with others all its fields stand for each other. */
export interface ParallelList {
  readonly name: string
  /** A column of the query that has its elements. */
  readonly column: string
  /** SQL: how many elements of a row count. */
  readonly length: string
  /** SQL: what an example shows of a row. */
  readonly shown: string
}

/** Lists of which a row must have as many elements, and on which rows: those of surfaces that have them. */
export interface ParallelLists {
  readonly lists: readonly ParallelList[]
  /** What is declared as the last, or the record whose fields they all are. */
  readonly feature: Feature | undefined
  readonly surfaces: SurfaceSet | undefined
  /** They are fields of one record, not lists that a model combines. */
  readonly isRecord: boolean
}

/** Each record's own lists; and of each set that a model combines, the first with each other one. What is not read is in none. */
export const listsInParallel = ({ parallel, records, columns }: RowPlan): readonly ParallelLists[] => [
  ...records.map(({ record, lists }) => {
    return { lists: lists.map(wholeList), feature: record, surfaces: record.surfaces, isRecord: true }
  }),
  ...parallel.flatMap((set) => {
    const [first, ...others] = set.flatMap((list) => columns.find(({ feature }) => feature?.name === list) ?? [])
    return others.map((other) => {
      const surfaces = common(first!.feature?.surfaces, other.feature?.surfaces)
      return { lists: [keptList(first!), keptList(other)], feature: other.feature, surfaces, isRecord: false }
    })
  }),
]

const common = (a: SurfaceSet | undefined, b: SurfaceSet | undefined): SurfaceSet | undefined =>
  a === undefined || b === undefined ? (a ?? b) : a.intersect(b)

/** Characters of a list that an example shows. */
const shownOfList = 60

const shownList = (name: string, value: string): string =>
  `${quoteText(`${name} `)} || coalesce(left(CAST(${value} AS VARCHAR), ${shownOfList}), 'none')`

/** A record is cut as one: all elements of its lists belong together, also those that are not kept. */
function wholeList(column: string): ParallelList {
  const length = `coalesce(len(${quoteName(column)}), 0)`
  return { name: column, column, length, shown: `${quoteText(`${column} `)} || ${length}` }
}

/** As many of a list's elements as are kept: the newest stand side by side. */
function keptList({ spec }: RawColumnPlan): ParallelList {
  const { name, column, reading } = spec
  const value = sourceSql(spec)
  const shown = shownList(name, value)
  const { storage } = reading
  // A record's own values are its lengths.
  if (storage.kind === 'int64') return { name, column, shown, length: `greatest(${reading.sql(value)}, 0)` }
  const length = `coalesce(len(${value}), 0)`
  return { name, column, shown, length: storage.kind === 'list' ? `least(${length}, ${storage.length})` : length }
}

const parallelAggregates = (plan: RowPlan): readonly Aggregate[] =>
  listsInParallel(plan).flatMap(({ lists, surfaces }, i) => {
    const lengths = lists.map(({ length }) => length).join(', ')
    const unequal = `greatest(${lengths}) <> least(${lengths})`
    const condition = surfaces === undefined ? unequal : `${caseIn(plan.surfaces, surfaces, caseColumn)} AND ${unequal}`
    return [
      count(condition, ({ unequal: faults }, rows) => faults.push({ rows, example: '' })),
      example(shownTogether(lists), condition, (counts) => counts.unequal[i]!),
    ]
  })

/** `recent 3 and tags [1, 2]` */
const shownTogether = (lists: readonly ParallelList[]): string =>
  lists
    .map(({ shown }, i) => (i === 0 ? shown : `${quoteText(i === lists.length - 1 ? ' and ' : ', ')} || ${shown}`))
    .join(' || ')

/** A count would be taken from statistics, where there are some, and the column not be read. */
const readColumn = ({ spec }: RawColumnPlan): Aggregate => ({
  sql: `bit_xor(hash(${sourceSql(spec)}))`,
  put: () => undefined,
})

/** What may be wrong with a column's values, given its type: the order of `CaseAudit.values`. */
export const faultsOf = ({ spec, type, isOperand }: RawColumnPlan): readonly ColumnFault[] =>
  spec.reading.faults.filter(
    ({ occursIn, ofModelInputs }) => (occursIn?.(type) ?? true) && !(isOperand && ofModelInputs),
  )
