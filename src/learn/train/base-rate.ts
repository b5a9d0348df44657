import type { Report } from '../../diagnostics/report.ts'
import type { Host } from '../../host/host.ts'
import type { ModelSpec } from '../../model/model-spec.ts'
import type { Origins } from '../../model/origins.ts'
import { keptEvaluation } from './journal.ts'
import type { RunFolder } from './run-folder.ts'

/** A task that is predicted worse than by always predicting its base rate. Log losses in nats. */
export interface Worse {
  readonly task: string
  readonly logloss: number
  readonly baseRate: number
  /** The standard error of their difference; undefined where a run of an earlier version is judged. */
  readonly error: number | undefined
  readonly auc: number | null
}

/** So many standard errors: chance alone exceeds them once in forty times, where a model has learned nothing. */
const margin = 2

const isBeyondChance = (logloss: number, baseRate: number, error: number): boolean =>
  logloss - baseRate > margin * error

/**
 * Warns of tasks whose kept weights predict the validation split worse than its base rate does, the same probability for every row: their
 * log loss is above the base rate's by more than two standard errors of the difference (CTR5026). Without a validation split, or with labels of one class in it, nothing is known.
 */
export function reportWorseThanBaseRate(
  host: Host,
  report: Report,
  files: RunFolder,
  { spec, origins }: { readonly spec: ModelSpec; readonly origins: Origins },
): void {
  const validation = Object.entries(keptEvaluation(host, files)?.validation ?? {})
  const worse = validation.flatMap(
    ([task, { logloss, normalized_entropy: entropy, base_rate_error: error, auc }]): Worse[] =>
      typeof logloss !== 'number' ||
      typeof entropy !== 'number' ||
      !isBeyondChance(logloss, logloss / entropy, error ?? 0)
        ? []
        : [{ task, logloss, baseRate: logloss / entropy, error: error ?? undefined, auc }],
  )
  if (worse.length > 0) report('CTR5026', spec.train && origins.get(spec.train), { worse })
}
