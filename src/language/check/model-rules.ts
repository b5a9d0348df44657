import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { type DiagnosticExtras, diagnostic } from '../../diagnostics/report.ts'
import type { Walk } from '../interpret/model.ts'
import type { Model, SourceProgram } from '../program.ts'
import { dwarfingTables } from './dwarfing-table.ts'
import { unlabelledPredictions } from './unlabelled-predictions.ts'

/**
 * Rules on a whole walk: every live surface has a prediction (CTR2010), every served task a calibrator (CTR2019), every prediction rows with
 * a label (CTR2025), and no table nearly all numbers (CTR2104).
 */
export function checkModel(program: SourceProgram, model: Model, walk: Walk): readonly Diagnostic[] {
  const predicted = [...walk.predictions.values()]
  const surfaces = hasLostParts(program)
    ? []
    : model.live.names
        .filter((surface) => !predicted.some((prediction) => prediction.surface === surface))
        .map((surface) => diagnostic('CTR2010', model.span, { surface, model: model.name }, towerOf(model, surface)))
  const tasks = [...new Set(predicted.map((prediction) => prediction.task))].sort()
  const plain = hasMisnamedCalibrators(model)
    ? []
    : tasks
        .filter((task) => !model.calibrations.has(task))
        .map((task) => diagnostic('CTR2019', model.span, { task, model: model.name }))
  return [
    ...surfaces,
    ...plain,
    ...unlabelledPredictions(program, model, predicted),
    ...dwarfingTables(program, model, walk),
  ]
}

/** The tower that predicts nothing, where there is one. */
function towerOf({ towers }: Model, surface: string): DiagnosticExtras {
  const span = towers.find((each) => each.surface === surface)?.declaration.span
  return span === undefined ? {} : { related: [{ message: 'its tower predicts nothing', span }] }
}

/** A tower or branch without a parent has been reported, and would probably have had the prediction. */
function hasLostParts(program: SourceProgram): boolean {
  const models = [...program.models.values()]
  const placed = new Set<unknown>(
    models.flatMap(({ branches, towers }) => [...branches, ...towers].map(({ declaration }) => declaration)),
  )
  const parents = new Set(models.flatMap(({ name, branches }) => [name, ...branches.map((each) => each.name)]))
  return [...program.files.values()].some(({ items }) =>
    items.some(
      (item) =>
        ((item.kind === 'tower' && !(item.isOfEach && parents.has(item.of.name))) || item.kind === 'branch') &&
        !placed.has(item),
    ),
  )
}

/** A calibrator of a task that is not predicted has been reported, and was probably meant for another. */
const hasMisnamedCalibrators = ({ declaration, tasks }: Model): boolean =>
  declaration.calibrations.some((each) => each.tasks.some((task) => !tasks.includes(task.name)))
