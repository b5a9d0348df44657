import { DiagnosticError, diagnostic, hasErrors, type Report, reportAll } from '../diagnostics/report.ts'
import { byName } from '../diagnostics/text-order.ts'
import { rawFeatures } from '../features/derived/derivation.ts'
import { type Fits, noFits, withFits } from '../features/derived/fits.ts'
import { definitionOf } from '../features/kinds.ts'
import { isFitted } from '../graph/graph.ts'
import { encodedFeatures } from '../graph/ports.ts'
import type { Vocabulary } from '../graph/vocabulary.ts'
import type { Host } from '../host/host.ts'
import { during } from '../host/progress.ts'
import type { Dataset } from '../model/dataset.ts'
import type { Feature } from '../model/feature.ts'
import type { ModelSpec } from '../model/model-spec.ts'
import { noOrigins, type Origins } from '../model/origins.ts'
import type { EngineInput } from '../runtime/feeds.ts'
import { type BatchContext, coarsestKey, groupLayout } from './assemble.ts'
import { auditRows } from './audit.ts'
import type { Batch } from './batch.ts'
import type { BatchRequest } from './batch-request.ts'
import { batchesOf, conditionsOf } from './batches.ts'
import { noRows, rowProblems } from './check/check-data.ts'
import { emptySplit, unknownSplit } from './check/splits.ts'
import { featuresOn } from './columns.ts'
import { duckdbFailure, isDuckdbError } from './failures.ts'
import { fitFeatures } from './fit-features.ts'
import { RowKeeper } from './kept-rows.ts'
import { operandsAlone } from './operands-alone.ts'
import { caseColumn, type RowPlan, rowPlan } from './row-plan.ts'
import { openSource, type SourceOptions } from './source.ts'
import { faultOfCondition } from './sql/user-condition.ts'
import { type DatasetSummary, rowsOfSplit, summaryOf } from './summary.ts'
import { caseIn } from './surfaces.ts'
import { encodedTables } from './tables.ts'
import { fitVocabulary, readVocabulary } from './vocabularies.ts'

export interface DatasetOptions extends SourceOptions {
  /** What the graph reads: other features are not read from the data. Undefined: every feature of the program. */
  readonly inputs?: readonly EngineInput[] | undefined
  /** Sets of lists that the graph combines step by step (graph/parallel-lists.ts). */
  readonly parallel?: readonly (readonly string[])[] | undefined
  /** Where the files of vocabularies are read; undefined: where they lie now. */
  readonly files?: Host | undefined
  /** Where the spec's parts are written; none for a spec without its text. */
  readonly origins?: Origins | undefined
}

/** A dataset as one model reads it. Failures are DiagnosticErrors. */
export interface OpenDataset {
  readonly summary: DatasetSummary
  /** Rows of a request. */
  count(request: Pick<BatchRequest, 'split' | 'where'>): Promise<number>
  /** Vocabularies of the tables read, by table: fitted on the `train` split, or read from their files. */
  fitVocabularies(): Promise<ReadonlyMap<string, Vocabulary>>
  /** Fitted on the `train` split: what derived features that are read need for it. Throws CTR4070, CTR4071, CTR4073. */
  fitFeatures(): Promise<Fits>
  /** Must be called before batches of features that are fitted. */
  useFits(fits: Fits): void
  /** Must be called before batches that feed rows of vocabulary tables. */
  useVocabularies(vocabularies: ReadonlyMap<string, Vocabulary>): void
  /** Throws CTR4024 for a split without rows, CTR4025 for one that is not declared. */
  batches(request: BatchRequest): AsyncIterable<Batch>
  close(): void
}

/** Opens a dataset for training or scoring: one pass over the rows reports what is wrong with them, and refuses what no training may start from. */
export async function openDataset(
  host: Host,
  report: Report,
  spec: ModelSpec,
  dataset: Dataset,
  options: DatasetOptions,
): Promise<OpenDataset> {
  const source = await openSource(host, report, dataset, options, options.origins ?? noOrigins)
  try {
    const read = featuresReadBy(options.inputs)
    const columns = read && columnsBehind(spec, read)
    const features = featuresOn(spec, spec.live).filter(({ name }) => columns === undefined || columns.has(name))
    const plan = await rowPlan(spec, dataset, source, {
      features,
      tasks: spec.tasks,
      parallel: options.parallel ?? [],
      operands: operandsAlone(spec, read),
    })
    const audit = await during(host.progress, ['check-rows'], () => auditRows(plan))
    const summary = summaryOf(plan, audit, spec.live)
    reportAll(report, await rowProblems(plan, audit, spec.live))
    if (summary.rows === 0) throw new DiagnosticError([noRows(plan, spec.live)])
    return openPlan({ host, report, files: options.files ?? host, spec, plan, summary, inputs: options.inputs })
  } catch (error) {
    source.database.close()
    throw error
  }
}

interface PlannedDataset {
  readonly host: Host
  readonly report: Report
  readonly files: Host
  readonly spec: ModelSpec
  readonly plan: RowPlan
  readonly summary: DatasetSummary
  readonly inputs: readonly EngineInput[] | undefined
}

function openPlan({ host, report, files, spec, plan, summary, inputs }: PlannedDataset): OpenDataset {
  const { database, origin, origins } = plan.source
  const live = caseIn(plan.surfaces, spec.live, caseColumn)
  const layout = groupLayout(spec, spec.live, new Set(plan.columns.map((column) => column.spec.name)))
  let vocabularies: ReadonlyMap<string, Vocabulary> = new Map()
  let fits: Fits = noFits

  const context = (): BatchContext => ({
    layout,
    groupBy: coarsestKey(spec.levels),
    feeds: {
      features: withFits(spec.features, fits),
      rowLevel: spec.levels.row,
      // Of one stream alone: two may run at once, and each counts the rows that its batches touch.
      table: encodedTables(spec.tables, vocabularies),
      surfaceWeight: (surface) => spec.train?.surfaces.get(surface) ?? 1,
    },
  })
  const failure = (error: unknown, where: string | undefined): unknown =>
    !isDuckdbError(error)
      ? error
      : new DiagnosticError([
          duckdbFailure(
            error,
            where !== undefined && isOfCondition(error, where)
              ? { ...origin, what: 'the condition', span: undefined }
              : origin,
            where === undefined
              ? undefined
              : (reason) => diagnostic('CTR4007', undefined, { condition: where, reason }),
          ),
        ])
  /** Throws CTR4007 and CTR4014. */
  const checkCondition = async (condition: string | undefined): Promise<void> => {
    if (condition === undefined) return
    const reason = await faultOfCondition((sql) => database.parse(sql), condition)
    if (reason !== undefined) throw new DiagnosticError([diagnostic('CTR4007', undefined, { condition, reason })])
  }
  const checkSplit = (split: string | undefined): void => {
    if (split === undefined) return
    if (!plan.splits.has(split)) throw new DiagnosticError([unknownSplit(plan, split)])
    if (summary.splits.get(split)!.size === 0) throw new DiagnosticError([emptySplit(plan, split, spec.live)])
  }

  const keeper = new RowKeeper(host, plan)

  return {
    summary,
    async count(request) {
      if (request.split !== undefined && !plan.splits.has(request.split))
        throw new DiagnosticError([unknownSplit(plan, request.split)])
      await checkCondition(request.where)
      try {
        const [row] = await database.rows(
          `SELECT count(*) FROM ${plan.rows} WHERE ${conditionsOf(plan, live, request)}`,
        )
        return Number(row?.[0] ?? 0)
      } catch (error) {
        throw failure(error, request.where)
      }
    },
    async fitVocabularies() {
      const read = [...spec.tables.values()].sort(byName).flatMap((table) => {
        if (table.rule.kind !== 'vocabulary') return []
        const readers = plan.columns.filter(
          ({ feature }) => feature !== undefined && reads(feature, table.name, inputs),
        )
        // Derived ids are looked up in vocabularies that have their words from elsewhere.
        const isRead = [...spec.features.values()].some((feature) => reads(feature, table.name, inputs))
        return readers.length === 0 && (isFitted(table.rule) || !isRead) ? [] : [{ table, readers }]
      })
      return during(host.progress, ['fit-vocabularies', read.length], async (phase) => {
        const fitted = new Map<string, Vocabulary>()
        for (const { table, readers } of read) {
          const vocabulary = isFitted(table.rule)
            ? await fitVocabulary(plan, table, readers, spec.live)
            : readVocabulary(files, table, origins)
          fitted.set(table.name, vocabulary)
          phase.advance(1)
        }
        return fitted
      })
    },
    async fitFeatures() {
      const names = featuresReadBy(inputs) ?? spec.features.keys()
      const found = await during(host.progress, ['fit-features'], () =>
        fitFeatures(plan, spec.features, names, spec.live),
      )
      if (hasErrors(found.diagnostics)) throw new DiagnosticError(found.diagnostics)
      reportAll(report, found.diagnostics)
      return found.fits
    },
    useFits(given) {
      fits = given
    },
    useVocabularies(given) {
      vocabularies = given
    },
    async *batches(request) {
      checkSplit(request.split)
      await checkCondition(request.where)
      try {
        const { order, first } = request
        const conditions = conditionsOf(plan, live, request)
        const kept = await keeper.rows({ conditions, order, first }, expectedRows(summary, request))
        yield* batchesOf(plan, kept, context(), request)
      } catch (error) {
        throw failure(error, request.where)
      }
    },
    close() {
      keeper.close()
      database.close()
    },
  }
}

/** Whether a file that cannot be read is one that a condition names; the query was read before. */
const isOfCondition = (error: Error, condition: string): boolean =>
  [...error.message.matchAll(/"([^"]+)"/g)].some(([, path]) => condition.includes(path!.split('/').at(-1)!))

/** How many rows of a split a condition leaves is not known. */
function expectedRows(summary: DatasetSummary, { split, where, first }: BatchRequest): number {
  if (where !== undefined || first !== undefined) return first ?? 0
  return split === undefined ? summary.rows : rowsOfSplit(summary, split)
}

/** Names of the features that a graph reads, derived ones as such. Undefined: all. */
const featuresReadBy = (inputs: readonly EngineInput[] | undefined): ReadonlySet<string> | undefined =>
  inputs &&
  new Set(
    inputs.flatMap(({ port }) =>
      port.kind === 'feature' ? [port.feature] : encodedFeatures(port).map(({ feature }) => feature),
    ),
  )

/** Names of the features whose columns are read: of a derived one those behind it. */
const columnsBehind = ({ features }: ModelSpec, read: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(
    [...read].flatMap((name) => {
      const derivation = features.get(name)?.derivation
      const raw = derivation === undefined ? [name] : rawFeatures(derivation, features)
      // Of a record's fields the length is read too: they are compared by it.
      return raw.flatMap((each) => [
        each,
        ...(features.get(each)?.record === undefined ? [] : [features.get(each)!.record!.name]),
      ])
    }),
  )

/** Whether rows of `table` are read for a feature: by the graph's inputs, or where there are none by declaration. */
function reads({ name, type }: Feature, table: string, inputs: readonly EngineInput[] | undefined): boolean {
  if (inputs === undefined) return definitionOf(type).lookup?.table === table
  return inputs.some(({ port }) =>
    encodedFeatures(port).some(({ feature, as }) => feature === name && as.kind === 'row' && as.table === table),
  )
}
