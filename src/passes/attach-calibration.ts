import type { CalibratorValues } from '../calibrators/define-calibrator.ts'
import { type CalibratorName, calibratorNamed } from '../calibrators/table.ts'
import { type Algebra, algebra } from '../graph/algebra.ts'
import type { RootBuilder } from '../graph/builder.ts'
import type { Graph, GraphOutput, ParameterDeclaration } from '../graph/graph.ts'
import { isOutput } from '../graph/outputs.ts'
import { parallelLists } from '../graph/parallel-lists.ts'
import { isListPort, lengthOfList } from '../graph/ports.ts'
import { levelRows, noRows, type Rows, type ValueType } from '../graph/types.ts'
import type { Pass } from './pass.ts'
import { extend } from './rewrite.ts'
import { repeated } from './row-free.ts'
import { type RowStatus, rowStatus } from './row-status.ts'

/** The parameter of one calibrator: float32, one number for each of its method's parameters, in their order. */
export const calibrationParameter = (task: string, surface: string, view: string): string =>
  `calibration.${task}.${surface}.${view}`

/**
 * Puts calibrators behind the logits of a graph of one surface. Outputs become, per task, `<task>`, the probability, which is the
 * sigmoid of the logit as the calibrator of the row's view changes it, and `<task>.logit`; and `status` (rowStatus).
 * A row whose status is not 0 has NaN for all of them; NaNs come in beside the model's ops, since a runtime's relu may lose one.
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
    const view = views.length > 1 ? viewOf(algebra(builder.scope('calibration.view')), views, rows) : undefined
    const parameters: ParameterDeclaration[] = [...graph.parameters]
    const faults = [
      ...inputFaults(graph, builder),
      ...(view === undefined ? [] : [{ value: view.known, reason: rowStatus.unknownView }]),
    ]

    const scores = graph.outputs.filter(isOutput('logit')).map(({ task, value }) => {
      const g = algebra(builder.scope(`calibration.${task}`))
      // One that depends on no row's features, once for each row.
      const logit = repeated(g, value, rows)
      const calibration = calibrations.get(task)
      if (calibration === undefined) return { task, g, logit, score: logit }
      const definition = calibratorNamed(calibration.method)
      const identity = Object.values(definition.identity)
      const names = views.map((name) => calibrationParameter(task, surface, name))
      for (const name of names)
        parameters.push({ name, shape: [identity.length], initial: { kind: 'values', values: identity } })
      const score = definition.graph(g, logit, calibrator(g, definition.identity, names, view?.index))
      return { task, g, logit, score }
    })
    for (const { logit } of scores) faults.push({ value: logit, reason: rowStatus.notANumber })
    // Zero times what is no finite number is NaN. A calibrated score is finite only where its logit is.
    for (const { g, score } of scores) faults.push({ value: g.scale(score, 0), reason: rowStatus.infinite })

    // One value for both: a row that lacks its scores and has no reason, or the other way round, cannot come out. A sum of the faults
    // would be worked out at coarser levels, where a group's first row stands for others whose keys it shares and whose inputs it does not.
    const reason = status(builder, faults)
    const served = algebra(builder.scope('calibration.served'))
    const hasReason = served.builder.add('number', [reason], { sentinel: undefined, default: undefined })
    const fault = served.where(hasReason, served.constant(Number.NaN), served.constant(0))
    const outputs = scores.flatMap(({ task, g, logit, score }): GraphOutput[] => [
      { kind: 'probability', task, value: g.sigmoid(g.add(score, fault)) },
      { kind: 'task_logit', task, value: g.add(logit, fault) },
    ])
    outputs.push({ kind: 'status', value: reason })
    return builder.finish({ ...graph, outputs, parameters })
  },
})

/** What is NaN where a row has no score for this reason. */
interface Fault {
  readonly value: string
  readonly reason: RowStatus
}

/** What is wrong with a caller's inputs, before a score is read; at the row level or, of all rows, row-free. */
const inputFaults = (graph: Graph, builder: RootBuilder): readonly Fault[] => [
  ...unevenRows(graph, builder),
  ...wrongLengths(graph, builder),
  ...unequalLists(graph, builder),
  ...missingNumbers(graph, builder),
]

function unevenRows(graph: Graph, builder: RootBuilder): readonly Fault[] {
  const inputs = graph.ops.filter(({ kind, type }) => kind === 'input' && type.rows.kind === 'level')
  if (inputs.length === 0) return []
  const value = builder.scope('promise.rows').add(
    'row_fault',
    inputs.map(({ id }) => id),
    {},
  )
  return [{ value, reason: rowStatus.unevenRows }]
}

/** For each list whose elements are read: whether its length fits its width. A record's fields may be of several widths. */
const wrongLengths = (graph: Graph, builder: RootBuilder): readonly Fault[] =>
  graph.ops.flatMap((op) => {
    if (op.kind !== 'input' || op.attributes.port.kind !== 'feature') return []
    const { port } = op.attributes
    if (!isListPort(port, op.type)) return []
    const { shape, rows } = op.type
    const { feature } = port
    const g = algebra(builder.scope(`promise.${feature}.length`))
    const length = g.input(lengthOfList(port), { dtype: 'int64', shape: [], rows })
    const value = g.builder.add('length_fault', [length], { list: feature, kept: shape[0]! })
    return [{ value: g.spread(value, graph.levels.row), reason: rowStatus.wrongLength }]
  })

/** For lists that are combined step by step: whether a row has as many elements of each. */
const unequalLists = (graph: Graph, builder: RootBuilder): readonly Fault[] =>
  parallelLists(graph).map((lists) => {
    const g = algebra(builder.scope(`promise.${lists.join('.')}.length`))
    const inputs = lists.map((feature) => listInput(graph, feature))
    const lengths = inputs.map(({ feature, type: { rows } }) => {
      const length = g.input({ kind: 'feature', feature, part: 'length' }, { dtype: 'int64', shape: [], rows })
      return g.spread(length, graph.levels.row)
    })
    const value = g.builder.add('parallel_fault', lengths, { kept: inputs[0]!.type.shape[0]! })
    return { value, reason: rowStatus.unequalLists }
  })

function listInput({ ops }: Graph, feature: string): { readonly feature: string; readonly type: ValueType } {
  for (const { kind, attributes, type } of ops)
    if (kind === 'input' && attributes.port.kind === 'feature' && attributes.port.part === 'value')
      if ((attributes.port.record ?? attributes.port.feature) === feature) return { feature, type }
  throw new Error(`'${feature}' is no input of the graph`)
}

/** For each number without a default: 0 where it is there, NaN where it is missing, at the row level. */
const missingNumbers = (graph: Graph, builder: RootBuilder): readonly Fault[] =>
  graph.ops.flatMap((op) => {
    if (op.kind !== 'number' || op.attributes.default !== undefined) return []
    const g = algebra(builder.scope(`promise.${op.inputs[0]}`))
    const axes = op.type.shape.map((_, axis) => axis)
    const value = g.spread(g.sum(g.scale(op.id, 0), axes), graph.levels.row)
    return [{ value, reason: rowStatus.missingNumber }]
  })

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

const status = (builder: RootBuilder, faults: readonly Fault[]): string =>
  builder.scope('calibration').add(
    'status',
    faults.map(({ value }) => value),
    { reasons: faults.map(({ reason }) => reason) },
  )
