import type { Diagnostic, Fix } from '../../diagnostics/diagnostic.ts'
import { DiagnosticError, diagnostic, hasErrors, type Report } from '../../diagnostics/report.ts'
import { noFits, withFits } from '../../features/derived/fits.ts'
import type { Domain } from '../../graph/domains.ts'
import { SurfaceSet } from '../../graph/surfaces.ts'
import type { Host } from '../../host/host.ts'
import { during } from '../../host/progress.ts'
import type { Dataset } from '../../model/dataset.ts'
import type { DataSpec, ModelSpec } from '../../model/model-spec.ts'
import type { Origins } from '../../model/origins.ts'
import { auditRows, type CaseAudit } from '../audit.ts'
import { featuresOn } from '../columns.ts'
import { fitFeatures } from '../fit-features.ts'
import { operandsAlone } from '../operands-alone.ts'
import { type RowPlan, rowPlan } from '../row-plan.ts'
import { openSource, type Source, type SourceOptions } from '../source.ts'
import { summaryOf } from '../summary.ts'
import { readVocabulary } from '../vocabularies.ts'
import { auditOn } from './by-surface.ts'
import { constantFeatures } from './constant.ts'
import { declaredOnFewer } from './declared-on-fewer.ts'
import { derivedValues } from './derived-values.ts'
import { outsideDomains } from './domains.ts'
import { requiredNumbersMissing, valuesAtFault } from './features.ts'
import { keyContracts } from './key-contract.ts'
import { labelsOfOneClass, labelsOutside } from './labels.ts'
import { longLists } from './long-lists.ts'
import { unequalLists } from './parallel-lists.ts'
import { emptySplits, overlappingSplits, rowsInNoSplit } from './splits.ts'
import { surfaceValueProblems } from './surface-values.ts'
import { timesOfSteps } from './times-of-steps.ts'
import { labelsToTrainOn } from './training.ts'
import { vocabulariesThatFit } from './vocabularies-that-fit.ts'
import { weightsOutOfRange } from './weights.ts'

/**
 * `parallel`: sets of lists that models combine step by step (graph/parallel-lists.ts).
 *
 * What `ctrc check --data` reports on a dataset's rows: columns and types, then, where those fit, surfaces, splits, labels,
 * weights, labels that the trainings need, required numbers, vectors, lists of unequal lengths, vocabulary files and vocabularies that fit, functions of features, constant features, derived features, times of records' steps, lists that are cut, features of more surfaces than they are declared on and key contracts. All of it is reported; faults of the data are not thrown.
 */
export async function checkData(
  host: Host,
  report: Report,
  spec: DataSpec,
  dataset: Dataset,
  options: SourceOptions & {
    /** Models that are trained on the dataset, and where they are written. */
    readonly trained?: readonly { readonly spec: ModelSpec; readonly origins: Origins }[]
    /** Functions of features that are not finite for all numbers (graph/domains.ts). */
    readonly domains?: readonly Domain[]
    /** The features that the models read; undefined: all. */
    readonly read?: ReadonlySet<string> | undefined
    /** Features that the models read on surfaces that lack them too. */
    readonly widened?: ReadonlySet<string>
    /** What gives a required number a default, by its name. */
    readonly defaults?: ReadonlyMap<string, Fix>
  },
  origins: Origins,
  parallel: readonly (readonly string[])[] = [],
): Promise<void> {
  let source: Source | undefined
  try {
    source = await openSource(host, report, dataset, options, origins)
    const surfaces = SurfaceSet.of(spec.surfaces.keys())
    const plan = await rowPlan(spec, dataset, source, {
      features: featuresOn(spec, surfaces),
      tasks: dataset.labels.keys(),
      parallel,
      operands: operandsAlone(spec, options.read),
    })
    const audit = await during(host.progress, ['check-rows'], () => auditRows(plan, { reads: true }))
    if (audit.length === 0) return report.add([noRows(plan, mappedSurfaces(plan))])
    const problems = [
      ...vocabularyFiles(host, spec, origins),
      ...(await rowProblems(plan, audit, surfaces, options.defaults)),
      ...emptySplits(plan, audit, mappedSurfaces(plan)),
      ...rowsInNoSplit(plan, audit),
      ...labelsOfOneClass(plan, audit),
      ...(options.trained ?? []).flatMap((model) =>
        labelsToTrainOn(model.spec, summaryOf(plan, audit, model.spec.live), model.origins),
      ),
    ]
    report.add(problems)
    if (hasErrors(problems)) return
    const { progress } = host
    report.add(await during(progress, ['constant-features'], () => constantFeatures(plan, mappedSurfaces(plan))))
    report.add(
      await during(progress, ['fit-vocabularies'], () => vocabulariesThatFit(spec, plan, mappedSurfaces(plan))),
    )
    report.add(await longLists(plan, mappedSurfaces(plan)))
    report.add(await declaredOnFewer(plan, options.widened ?? new Set(), mappedSurfaces(plan)))
    report.add(await outsideDomains(plan, options.domains ?? [], mappedSurfaces(plan)))
    const names = [...(options.read ?? spec.features.keys())]
    report.add(
      await during(progress, ['fit-features'], () => derivedFeatures(spec, plan, names, options.domains ?? [])),
    )
    report.add(await timesOfSteps(plan, mappedSurfaces(plan)))
    report.add(await during(progress, ['key-contracts'], () => keyContracts(spec, plan, surfaces)))
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error
    report.add(error.diagnostics)
  } finally {
    source?.database.close()
  }
}

/** What fits of derived features and their values are. A dataset without a training split is one that nothing is fitted on. */
async function derivedFeatures(
  { features }: DataSpec,
  plan: RowPlan,
  names: readonly string[],
  domains: readonly Domain[],
): Promise<readonly Diagnostic[]> {
  const surfaces = mappedSurfaces(plan)
  const found = plan.splits.has('train')
    ? await fitFeatures(plan, features, names, surfaces)
    : { fits: noFits, diagnostics: [] }
  const values = await derivedValues(plan, features, withFits(features, found.fits), { names, domains }, surfaces)
  return [...found.diagnostics, ...values]
}

/** What no training on `surfaces` may start from: rows that would be counted wrong, or computed from nothing. */
export async function rowProblems(
  plan: RowPlan,
  audit: readonly CaseAudit[],
  surfaces: SurfaceSet,
  defaults?: ReadonlyMap<string, Fix>,
): Promise<readonly Diagnostic[]> {
  const mapped = auditOn(plan, audit, (surface) => surfaces.has(surface))
  return [
    ...(await surfaceValueProblems(plan, audit)),
    ...overlappingSplits(plan, mapped),
    ...labelsOutside(plan, mapped),
    ...weightsOutOfRange(plan, mapped),
    ...requiredNumbersMissing(plan, mapped, defaults),
    ...valuesAtFault(plan, mapped),
    ...unequalLists(plan, mapped),
  ]
}

export const noRows = ({ dataset, source }: RowPlan, surfaces: SurfaceSet): Diagnostic =>
  diagnostic('CTR4006', source.origins.get(dataset.query), {
    dataset: dataset.name,
    surfaces: surfaces.names.join(', '),
  })

const mappedSurfaces = ({ surfaces: { cases } }: RowPlan): SurfaceSet =>
  SurfaceSet.of(cases.map(({ surface }) => surface))

/** Vocabulary files that cannot be read as one (CTR4050). */
function vocabularyFiles(host: Host, { tables }: DataSpec, origins: Origins): readonly Diagnostic[] {
  return [...tables.values()].flatMap((table) => {
    if (table.rule.kind !== 'vocabulary' || table.rule.file === undefined) return []
    try {
      readVocabulary(host, table, origins)
      return []
    } catch (error) {
      if (error instanceof DiagnosticError) return error.diagnostics
      throw error
    }
  })
}
