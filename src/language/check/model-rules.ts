import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { Walk } from '../interpret/model.ts'
import type { Model, Program } from '../program.ts'

/** What a whole walk says: every live surface has a prediction (CTR2010), every served task a calibrator (CTR2019). */
export function checkModel(_program: Program, model: Model, walk: Walk): readonly Diagnostic[] {
  const predicted = [...walk.predictions.values()]
  const surfaces = model.live.names
    .filter((surface) => !predicted.some((prediction) => prediction.surface === surface))
    .map((surface) => diagnostic('CTR2010', model.span, { surface, model: model.name }))
  const tasks = [...new Set(predicted.map((prediction) => prediction.task))].sort()
  const plain = tasks
    .filter((task) => !model.calibrations.has(task))
    .map((task) => diagnostic('CTR2019', model.span, { task, model: model.name }))
  return [...surfaces, ...plain]
}
