import { nearest } from '../../diagnostics/nearest.ts'
import { DiagnosticError, diagnostic } from '../../diagnostics/report.ts'
import type { Dataset } from '../../model/dataset.ts'
import type { ModelSpec } from '../../model/model-spec.ts'

/** The dataset that `--dataset` names. Throws CTR1501 with all that there are. */
export function datasetNamed({ datasets }: Pick<ModelSpec, 'datasets'>, name: string): Dataset {
  const dataset = datasets.get(name)
  if (dataset !== undefined) return dataset
  const choices = [...datasets.keys()]
  const near = nearest(name, choices)
  // No line of the spec is at fault: the command line names what it lacks.
  throw new DiagnosticError([diagnostic('CTR1501', undefined, { kind: 'dataset', name, near, choices })])
}
