import type { Diagnostic, Span } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { Walk } from '../interpret/model.ts'
import type { Prediction } from '../interpret/predictions.ts'
import type { Model, SourceProgram } from '../program.ts'

/**
 * Rules on a whole walk: every live surface has a prediction (CTR2010), every served task a calibrator (CTR2019), every prediction rows with
 * a label (CTR2025).
 */
export function checkModel(program: SourceProgram, model: Model, walk: Walk): readonly Diagnostic[] {
  const predicted = [...walk.predictions.values()]
  const surfaces = hasLostParts(program)
    ? []
    : model.live.names
        .filter((surface) => !predicted.some((prediction) => prediction.surface === surface))
        .map((surface) => diagnostic('CTR2010', model.span, { surface, model: model.name }))
  const tasks = [...new Set(predicted.map((prediction) => prediction.task))].sort()
  const plain = hasMisnamedCalibrators(model)
    ? []
    : tasks
        .filter((task) => !model.calibrations.has(task))
        .map((task) => diagnostic('CTR2019', model.span, { task, model: model.name }))
  return [...surfaces, ...plain, ...unlabelled(program, model, predicted)]
}

/**
 * A prediction of which no surface has a label is served and never trained. What a trunk predicts for several surfaces is trained by the rows of
 * those that have one. A task without any label is an error of its own (CTR1557).
 */
function unlabelled(
  { datasets }: SourceProgram,
  model: Model,
  predicted: readonly Prediction[],
): readonly Diagnostic[] {
  const dataset = datasets.get(model.train?.dataset ?? '')
  if (dataset === undefined) return []
  const byPlace = new Map<Span, Prediction[]>()
  for (const each of predicted) byPlace.set(each.span, [...(byPlace.get(each.span) ?? []), each])
  return [...byPlace].flatMap(([span, predictions]) => {
    const label = dataset.labels.get(predictions[0]?.task ?? '')
    if (label === undefined || label.all !== undefined) return []
    const surfaces = predictions.map(({ surface }) => surface)
    if (surfaces.some((surface) => label.bySurface.has(surface))) return []
    const at = {
      task: predictions[0]?.task ?? '',
      surfaces,
      dataset: dataset.name,
      labelled: [...label.bySurface.keys()],
    }
    const related = [...label.bySurface.values()].slice(0, 1).map(({ expression }) => ({
      message: 'its labels are declared here',
      span: expression.span,
    }))
    return [diagnostic('CTR2025', span, at, { related })]
  })
}

/** A tower or branch without a parent has been reported, and would probably have had the prediction. */
function hasLostParts(program: SourceProgram): boolean {
  const models = [...program.models.values()]
  const placed = new Set<unknown>(
    models.flatMap(({ branches, towers }) => [...branches, ...towers].map(({ declaration }) => declaration)),
  )
  return [...program.files.values()].some(({ items }) =>
    items.some((item) => (item.kind === 'tower' || item.kind === 'branch') && !placed.has(item)),
  )
}

/** A calibrator of a task that is not predicted has been reported, and was probably meant for another. */
const hasMisnamedCalibrators = ({ declaration, tasks }: Model): boolean =>
  declaration.calibrations.some((each) => each.tasks.some((task) => !tasks.includes(task.name)))
