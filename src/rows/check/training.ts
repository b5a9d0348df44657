import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { Metric } from '../../metrics/metric.ts'
import { metrics } from '../../metrics/table.ts'
import type { ModelSpec } from '../../model/model-spec.ts'
import type { Origins } from '../../model/origins.ts'
import type { LabelCounts } from '../audit.ts'
import { type DatasetSummary, rowsOfSplit } from '../summary.ts'

/**
 * Labels without which a training would end in the middle: a task that has none in `train` (CTR5011), and a metric of `keep` that `validation`
 * leaves undefined (CTR5013). Splits without rows are not looked at (CTR4024).
 */
export function labelsToTrainOn(spec: ModelSpec, summary: DatasetSummary, origins: Origins): readonly Diagnostic[] {
  if (spec.train === undefined) return []
  return [...tasksWithoutLabels(spec, summary, origins), ...undefinedMetric(spec, summary, origins)]
}

const none: LabelCounts = { labelled: 0, positives: 0 }

/** One would stay as it was initialized, and no one be told. */
function tasksWithoutLabels(spec: ModelSpec, summary: DatasetSummary, origins: Origins): readonly Diagnostic[] {
  const rows = rowsOfSplit(summary, 'train')
  if (rows === 0) return []
  return spec.tasks
    .filter((task) => (summary.labels.get('train')?.get(task) ?? none).labelled === 0)
    .map((task) => diagnostic('CTR5011', origins.get(spec), { task, split: 'train', rows }))
}

function undefinedMetric({ train }: ModelSpec, summary: DatasetSummary, origins: Origins): readonly Diagnostic[] {
  const keep = train?.keep
  if (train === undefined || keep === undefined || rowsOfSplit(summary, 'validation') === 0) return []
  const { task, metric } = keep
  const { labelled: rows, positives } = summary.labels.get('validation')?.get(task) ?? none
  const { needs }: Metric = metrics[metric]
  const lacks =
    rows === 0 ||
    (needs.includes('positives') && positives === 0) ||
    (needs.includes('negatives') && positives === rows)
  return lacks
    ? [diagnostic('CTR5013', origins.get(train), { metric, task, split: 'validation', rows, positives })]
    : []
}
