import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { diagnostic } from '../diagnostics/report.ts'
import type { FitResult } from '../features/derived/definition.ts'
import { type Derivation, featuresRead, rawFeatures } from '../features/derived/derivation.ts'
import { derivationText } from '../features/derived/derivation-text.ts'
import {
  derivedBehind,
  type FeatureFits,
  type Fits,
  fittedCalls,
  fittedDerivation,
  fittedFeatures,
  noFits,
  withFits,
} from '../features/derived/fits.ts'
import { operandColumn } from '../features/derived/on-host.ts'
import { derivationOf } from '../features/derived/table.ts'
import type { SurfaceSet } from '../graph/surfaces.ts'
import type { Feature } from '../model/feature.ts'
import { overRows } from './failures.ts'
import { hostColumns } from './host-columns.ts'
import { caseColumn, type RowPlan } from './row-plan.ts'
import { caseIn } from './surfaces.ts'

export interface FittedFeatures {
  /** Of those that could be fitted. */
  readonly fits: Fits
  /** Errors: CTR4070, CTR4071, CTR4073. A warning: CTR4072. */
  readonly diagnostics: readonly Diagnostic[]
}

/** One call whose operand can be computed: all that is fitted within it has been. */
interface Ready {
  readonly feature: Feature
  readonly call: Derivation
}

/**
 * Fits derived features on the training split's rows of live surfaces that have them. Values are those that a batch would have, computed on the host from
 * the columns read, and so are those of derived operands: there is no second arithmetic. One pass over the rows for all; another for calls that read what was fitted.
 */
export async function fitFeatures(
  plan: RowPlan,
  features: ReadonlyMap<string, Feature>,
  names: Iterable<string>,
  live: SurfaceSet,
): Promise<FittedFeatures> {
  const wanted = fittedFeatures(features, names)
  const fits = new Map<string, FeatureFits>()
  const failed = new Set<string>()
  const diagnostics: Diagnostic[] = []
  const { origins } = plan.source
  const train = plan.splits.get('train')
  if (train === undefined && wanted.length > 0) {
    const feature = features.get(wanted[0]!)!
    const at = { feature: feature.name, call: derivationText(feature.derivation!) }
    return { fits: noFits, diagnostics: [diagnostic('CTR4073', origins.get(feature), at)] }
  }
  const isDone = (name: string): boolean =>
    !failed.has(name) && fittedCalls(features.get(name)!.derivation!).length === (fits.get(name)?.length ?? 0)
  const next = (name: string): readonly Ready[] => {
    const feature = features.get(name)!
    if (failed.has(name) || isDone(name)) return []
    const known = fits.get(name) ?? []
    const call = fittedCalls(fittedDerivation(feature.derivation!, known))[known.length]!
    return derivedBehind(features, featuresRead(call)).every(isDone) ? [{ feature, call }] : []
  }
  for (let ready = wanted.flatMap(next); ready.length > 0; ready = wanted.flatMap(next)) {
    const found = await fitted(plan, withFits(features, fits), ready, live, train!)
    found.forEach(({ result, rows }, i) => {
      const { feature, call } = ready[i]!
      const { name } = feature
      const report = findingOf(feature, call, result, rows)
      if (report !== undefined) diagnostics.push({ ...report, span: origins.get(feature) })
      if (result.fault === undefined) fits.set(name, [...(fits.get(name) ?? []), result.constants])
      else failed.add(name)
    })
  }
  for (const name of failed) fits.delete(name)
  return { fits, diagnostics }
}

function findingOf({ name }: Feature, call: Derivation, result: FitResult, rows: number): Diagnostic | undefined {
  const at = { feature: name, call: derivationText(call), rows }
  if (result.fault === 'nothing') return diagnostic('CTR4070', undefined, at)
  if (result.fault === 'constant') return diagnostic('CTR4071', undefined, { ...at, value: result.value })
  return result.tied === undefined ? undefined : diagnostic('CTR4072', undefined, { ...at, value: result.tied })
}

/** Fits calls in one pass; of each how many rows it was fitted on, missing ones among them. */
async function fitted(
  plan: RowPlan,
  features: ReadonlyMap<string, Feature>,
  ready: readonly Ready[],
  live: SurfaceSet,
  train: string,
): Promise<readonly { readonly result: FitResult; readonly rows: number }[]> {
  const read = new Set(ready.flatMap(({ call }) => rawFeatures(call, features)))
  const fittings = ready.map(({ feature, call }) => ({
    call,
    fitting: derivationOf(call.of).fit!.begin(call.constants),
    isOn: plan.surfaces.cases.map(({ surface }) => feature.surfaces?.has(surface) ?? true),
    rows: 0,
  }))
  const where = `${caseIn(plan.surfaces, live, caseColumn)} AND ${train}`
  return overRows(plan.source.origin, async () => {
    for await (const { rows, cases, columns } of hostColumns(plan, read, where))
      for (const each of fittings) {
        const column = operandColumn(each.call.operands[0]!, features, (name) => columns.get(name)!)
        const isWanted = (row: number): boolean => each.isOn[cases[row]!]!
        each.fitting.add(column, isWanted)
        for (let row = 0; row < rows; row++) if (isWanted(row)) each.rows++
      }
    return fittings.map(({ fitting, rows }) => ({ result: fitting.finish(), rows }))
  })
}
