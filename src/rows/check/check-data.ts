import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { DiagnosticError, diagnostic, hasErrors } from '../../diagnostics/report.ts'
import { SurfaceSet } from '../../graph/surfaces.ts'
import type { Host } from '../../host/host.ts'
import type { Dataset, Program } from '../../language/program.ts'
import { auditRows, type CaseAudit } from '../audit.ts'
import { featuresOn } from '../columns.ts'
import { type RowPlan, rowPlan } from '../row-plan.ts'
import { openSource, type Source } from '../source.ts'
import { readVocabulary } from '../vocabularies.ts'
import { auditOn } from './by-surface.ts'
import { promisedNumbersMissing, vectorLengths } from './features.ts'
import { keyContracts } from './key-contract.ts'
import { labelsOfOneClass, labelsOutside } from './labels.ts'
import { emptySplits, overlappingSplits, rowsInNoSplit } from './splits.ts'
import { surfaceValueProblems } from './surface-values.ts'
import { weightsOutOfRange } from './weights.ts'

/**
 * What `ctrc check --data` says of a dataset's rows: columns and types, then, where those fit, surfaces, splits, labels,
 * weights, promised numbers, vectors, vocabulary files and key contracts. All of it is returned; nothing is thrown for the data's sake.
 */
export async function checkData(
  host: Host,
  program: Program,
  dataset: Dataset,
  params: ReadonlyMap<string, string>,
): Promise<readonly Diagnostic[]> {
  let source: Source | undefined
  try {
    source = await openSource(dataset, params, undefined)
    const surfaces = SurfaceSet.of(program.surfaces.keys())
    const plan = rowPlan(program, dataset, source, {
      features: featuresOn(program, surfaces),
      tasks: dataset.labels.keys(),
    })
    const audit = await auditRows(plan)
    if (audit.length === 0) return [noRows(dataset, mappedSurfaces(plan))]
    const problems = [
      ...vocabularyFiles(host, program),
      ...(await rowProblems(plan, audit, surfaces)),
      ...emptySplits(plan, audit, mappedSurfaces(plan)),
      ...rowsInNoSplit(plan, audit),
      ...labelsOfOneClass(plan, audit),
    ]
    if (hasErrors(problems)) return problems
    return [...problems, ...(await keyContracts(program, plan, surfaces))]
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics
    throw error
  } finally {
    source?.database.close()
  }
}

/** What no training on `surfaces` may start from: rows that would be counted wrong, or computed from nothing. */
export async function rowProblems(
  plan: RowPlan,
  audit: readonly CaseAudit[],
  surfaces: SurfaceSet,
): Promise<readonly Diagnostic[]> {
  const mapped = auditOn(plan, audit, (surface) => surfaces.has(surface))
  return [
    ...(await surfaceValueProblems(plan, audit)),
    ...overlappingSplits(plan, mapped),
    ...labelsOutside(plan, mapped),
    ...weightsOutOfRange(plan, mapped),
    ...promisedNumbersMissing(plan, mapped),
    ...vectorLengths(plan, mapped),
  ]
}

export const noRows = (dataset: Dataset, surfaces: SurfaceSet): Diagnostic =>
  diagnostic('CTR4006', dataset.query.span, { dataset: dataset.name, surfaces: surfaces.names.join(', ') })

const mappedSurfaces = ({ surfaces: { cases } }: RowPlan): SurfaceSet =>
  SurfaceSet.of(cases.map(({ surface }) => surface))

/** Vocabulary files that cannot be read as one (CTR4050). */
function vocabularyFiles(host: Host, program: Program): readonly Diagnostic[] {
  return [...program.tables.values()].flatMap((table) => {
    if (table.rule.kind !== 'vocabulary' || table.rule.file === undefined) return []
    try {
      readVocabulary(host, table)
      return []
    } catch (error) {
      if (error instanceof DiagnosticError) return error.diagnostics
      throw error
    }
  })
}
