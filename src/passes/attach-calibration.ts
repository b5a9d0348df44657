import type { CalibratorValues } from '../calibrators/define-calibrator.ts'
import { type CalibratorName, calibratorNamed } from '../calibrators/table.ts'
import { type Algebra, algebra } from '../graph/algebra.ts'
import type { RootBuilder } from '../graph/builder.ts'
import type { Graph, GraphOutput, ParameterDeclaration } from '../graph/graph.ts'
import { isOutput } from '../graph/outputs.ts'
import { levelRows, noRows, type Rows } from '../graph/types.ts'
import type { Pass } from './pass.ts'
import { extend } from './rewrite.ts'

/** Why a row has no score: values of the output `status`. */
export const rowStatus = {
  served: 0,
  /** A required number (one without a default) is missing. */
  missingNumber: 1,
  /** `view` is none of the surface's. */
  unknownView: 2,
  /** The logit is not a number for another reason: a defect, or weights that overflow. */
  notANumber: 3,
} as const

/** The parameter of one calibrator: float32, one number for each of its method's parameters, in their order. */
export const calibrationParameter = (task: string, surface: string, view: string): string =>
  `calibration.${task}.${surface}.${view}`

/**
 * Puts calibrators behind the logits of a graph of one surface. Outputs become, per task, `<task>`, the probability, which is the
 * sigmoid of the logit as the calibrator of the row's view changes it, and `<task>.logit`; and `status` (rowStatus).
 * A row whose status is not 0 has a NaN probability; NaNs come in beside the model's ops, since a runtime's relu may lose one.
 * Adds the calibrators' parameters, identities until they are fitted.
 *
 * `viewsOf`: view types by surface, at least one each; with one there is no `view` input. `calibrations`: by task, with
 * the method of each (src/calibrators); other tasks are served as they are.
 */
export const attachCalibration = (
  viewsOf: ReadonlyMap<string, readonly string[]>,
  calibrations: ReadonlyMap<string, { readonly method: CalibratorName }>,
): Pass => ({
  name: 'attach-calibration',
  requires: ['one-surface', 'no-dropout'],
  ensures: ['calibrated'],
  run: (graph) => {
    const surface = graph.surfaces.key
    const views = viewsOf.get(surface) ?? []
    const builder = extend(graph)
    const rows = levelRows(graph.levels.row, graph.surfaces)
    const missing = missingNumbers(graph, builder)
    const view = views.length > 1 ? viewOf(algebra(builder.scope('calibration.view')), views, rows) : undefined
    const parameters: ParameterDeclaration[] = [...graph.parameters]

    const outputs: GraphOutput[] = []
    const logits: string[] = []
    for (const { task, value } of graph.outputs.filter(isOutput('logit'))) {
      const g = algebra(builder.scope(`calibration.${task}`))
      const logit = missing.reduce((sum, each) => g.add(sum, each), repeated(g, value, rows))
      let score = view ? g.add(logit, view.known) : logit
      const calibration = calibrations.get(task)
      if (calibration !== undefined) {
        const definition = calibratorNamed(calibration.method)
        const identity = Object.values(definition.identity)
        const names = views.map((name) => calibrationParameter(task, surface, name))
        for (const name of names)
          parameters.push({ name, shape: [identity.length], initial: { kind: 'values', values: identity } })
        score = definition.graph(g, score, calibrator(g, definition.identity, names, view?.index))
      }
      outputs.push({ kind: 'probability', task, value: g.sigmoid(score) }, { kind: 'task_logit', task, value: logit })
      logits.push(logit)
    }
    outputs.push({ kind: 'status', value: status(builder, missing, view?.known, logits) })
    return builder.finish({ ...graph, outputs, parameters })
  },
})

/** A logit that depends on no row's features, once for each row. */
const repeated = (g: Algebra, value: string, rows: Rows): string =>
  g.typeOf(value).rows.kind === 'none' && rows.kind === 'level' ? g.join(rows.level, [[rows.surfaces, value]]) : value

/** For each number without a default: 0 where it is there, NaN where it is missing, at the row level. */
function missingNumbers(graph: Graph, builder: RootBuilder): readonly string[] {
  return graph.ops.flatMap((op) => {
    if (op.kind !== 'number' || op.attributes.default !== undefined) return []
    const g = algebra(builder.scope(`promise.${op.inputs[0]}`))
    const axes = op.type.shape.map((_, axis) => axis)
    return [g.spread(g.sum(g.scale(op.id, 0), axes), graph.levels.row)]
  })
}

/** The row's position among the views, and 0 where it is one of them, NaN where not. */
function viewOf(g: Algebra, views: readonly string[], rows: Rows): { readonly index: string; readonly known: string } {
  const name = g.input({ kind: 'feature', feature: 'view', part: 'value' }, { dtype: 'string', shape: [], rows })
  const index = g.builder.add('view_index', [name], { views })
  const known = g.constant([...views.map(() => 0), Number.NaN], [views.length + 1])
  return { index, known: g.lookup(known, index) }
}

/** A calibrator's values by name: of each row's view, or of all rows where there is one view. An unknown view reads the identity. */
function calibrator(
  g: Algebra,
  identity: CalibratorValues,
  names: readonly string[],
  index: string | undefined,
): Readonly<Record<string, string>> {
  const unknown = Object.values(identity)
  const size = unknown.length
  const parameters = names.map((parameter) =>
    g.input({ kind: 'parameter', parameter }, { dtype: 'float32', shape: [size], rows: noRows }),
  )
  const rows = parameters.map((parameter) => g.reshape(parameter, [1, size]))
  const values =
    index === undefined ? parameters[0]! : g.lookup(g.concat([...rows, g.constant(unknown, [1, size])], 0), index)
  return Object.fromEntries(Object.keys(identity).map((name, i) => [name, g.reshape(g.slice(values, 0, i, i + 1), [])]))
}

function status(
  builder: RootBuilder,
  missing: readonly string[],
  known: string | undefined,
  logits: readonly string[],
): string {
  const reasons = [
    ...missing.map((value) => ({ value, reason: rowStatus.missingNumber })),
    ...(known === undefined ? [] : [{ value: known, reason: rowStatus.unknownView }]),
    ...logits.map((value) => ({ value, reason: rowStatus.notANumber })),
  ]
  return builder.scope('calibration').add(
    'status',
    reasons.map(({ value }) => value),
    { reasons: reasons.map(({ reason }) => reason) },
  )
}
