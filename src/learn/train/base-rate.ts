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
  readonly auc: number | null
}

/**
 * Warns of tasks whose kept weights predict the validation split worse than its base rate does, the same probability for every row: their
 * normalized entropy is above 1 (CTR5026). Without a validation split, or with labels of one class in it, nothing is known.
 */
export function reportWorseThanBaseRate(
  host: Host,
  report: Report,
  files: RunFolder,
  { spec, origins }: { readonly spec: ModelSpec; readonly origins: Origins },
): void {
  const validation = Object.entries(keptEvaluation(host, files)?.validation ?? {})
  const worse = validation.flatMap(([task, { logloss, normalized_entropy: entropy, auc }]): Worse[] =>
    typeof logloss !== 'number' || typeof entropy !== 'number' || entropy <= 1
      ? []
      : [{ task, logloss, baseRate: logloss / entropy, auc }],
  )
  if (worse.length > 0) report('CTR5026', spec.train && origins.get(spec.train), { worse })
}
