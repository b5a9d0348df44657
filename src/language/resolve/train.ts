import type { Related } from '../../diagnostics/diagnostic.ts'
import { nearest } from '../../diagnostics/nearest.ts'
import type { Report } from '../../diagnostics/report.ts'
import { byKey } from '../../diagnostics/text-order.ts'
import type { SurfaceSet } from '../../graph/surfaces.ts'
import type { Need } from '../../metrics/metric.ts'
import { type KeepMetric, keepMetrics, metrics } from '../../metrics/table.ts'
import { type ChosenOptimizer, chosen } from '../../optimizers/chosen.ts'
import { definitionOf, type OptimizerName, optimizersOf, usualOptimizers } from '../../optimizers/table.ts'
import type { Dataset, Train } from '../program.ts'
import type { ConfigMap, Identifier, TrainDeclaration } from '../syntax/ast.ts'
import { reportNotPredicted } from './calibrations.ts'
import { callIn, numberIn, refusePositional, type Setting, Settings, settingsOnce, wrongValue } from './config.ts'
import { related } from './extras.ts'
import { known, reportNoChoice } from './known.ts'
import { reportNotRun } from './surfaces.ts'

/** The model that is trained. */
export interface TrainedModel {
  readonly name: string
  readonly surfaces: ReadonlySet<string>
  readonly staged: SurfaceSet
  readonly tasks: ReadonlyMap<string, Identifier>
}

const defaults = {
  batch: 4096,
  epochs: 1,
  seed: 1,
  every: 1,
} as const

/**
 * Errors: CTR1501 an unknown dataset, CTR1556 a task that is not predicted, CTR1557 a predicted task without a label in the dataset,
 * CTR1560 a dataset without a split `train`, or `validation` where the best weights are kept, CTR1561 a surface that the model does not run,
 * CTR1568 a weight for one that is staged.
 */
export function resolveTrain(
  report: Report,
  { config, span }: TrainDeclaration,
  model: TrainedModel,
  surfaces: ReadonlyMap<string, unknown>,
  datasets: ReadonlyMap<string, Dataset>,
): Train {
  const bounds = 'a bound on the number of groups in a batch'
  const settings = Settings.ofMap(
    report,
    {
      place: `train ${model.name}`,
      known: ['dataset', 'batch', 'epochs', 'optimizer', 'tables', 'tasks', 'surfaces', 'clip', 'seed', 'keep'],
      announced: { levels: bounds, beyond: bounds, where: 'a task space' },
    },
    config,
  )
  const dataset = datasetOf(report, settings, model, datasets)
  const keep = keepOf(report, settings.get('keep'), model)
  if (keep !== undefined) {
    checkValidation(report, settings.get('keep'), datasets.get(dataset ?? ''))
    checkKeepOfSoft(report, settings.get('keep'), keep, datasets.get(dataset ?? ''))
  }
  return {
    dataset,
    batch: settings.number('batch', { integer: true, atLeast: 1, atMost: 2 ** 24 }) ?? defaults.batch,
    epochs: settings.number('epochs', { integer: true, atLeast: 1 }) ?? defaults.epochs,
    optimizer: optimizerOf(
      report,
      settings.get('optimizer'),
      'optimizer',
      optimizersOf('parameter'),
      usualOptimizers.parameter,
    ),
    tables: optimizerOf(
      report,
      settings.get('tables'),
      'optimizer of tables',
      optimizersOf('table'),
      usualOptimizers.table,
    ),
    tasks: taskWeights(report, settings, model),
    surfaces: surfaceWeights(report, settings, model, surfaces),
    clip: settings.number('clip', { above: 0 }),
    seed: settings.number('seed', { integer: true, atLeast: 0, atMost: 2 ** 32 - 1 }) ?? defaults.seed,
    keep,
    span,
  }
}

function datasetOf(
  report: Report,
  settings: Settings,
  { name, tasks }: TrainedModel,
  datasets: ReadonlyMap<string, Dataset>,
): string | undefined {
  const named = settings.name('dataset')
  const [only, ...others] = datasets.values()
  const dataset =
    named !== undefined ? known(report, 'dataset', named, datasets) : others.length === 0 ? only : undefined
  if (dataset === undefined || settings.get('dataset')?.value.kind === 'invalid') return undefined
  const span = named?.span ?? settings.span
  const declared = { message: 'the dataset', span: dataset.span }
  if (!dataset.splits.has('train'))
    report(
      'CTR1560',
      span,
      { dataset: dataset.name, split: 'train', purpose: 'to train on', splits: [...dataset.splits.keys()] },
      { related: [declared, ...nearestSplit(dataset, 'train')] },
    )
  for (const [task, predicted] of tasks)
    if (!dataset.labels.has(task))
      report(
        'CTR1557',
        span,
        { task, dataset: dataset.name, model: name },
        {
          related: [{ message: 'predicted here', span: predicted.span }, declared],
        },
      )
  return dataset.name
}

/** The best weights are those that are best on `validation`. */
function checkValidation(report: Report, keep: Setting | undefined, dataset: Dataset | undefined): void {
  if (keep === undefined || dataset === undefined || dataset.splits.has('validation')) return
  const at = { dataset: dataset.name, split: 'validation', purpose: 'to keep the best weights by' }
  const extras = { related: [{ message: 'the dataset', span: dataset.span }, ...nearestSplit(dataset, 'validation')] }
  report('CTR1560', keep.keySpan, { ...at, splits: [...dataset.splits.keys()] }, extras)
}

/** The split that may have been meant, by a name that is near. */
function nearestSplit({ splits }: Dataset, name: string): readonly Related[] {
  const near = nearest(name, splits.keys())
  const expression = splits.get(near ?? '')?.expression
  return expression === undefined ? [] : [{ message: `the rows of '${near}'`, span: expression.span }]
}

/** What ranks two classes is undefined for soft labels. */
function checkKeepOfSoft(
  report: Report,
  setting: Setting | undefined,
  { task, metric }: NonNullable<Train['keep']>,
  dataset: Dataset | undefined,
): void {
  const needs = (name: KeepMetric): readonly Need[] => metrics[name].needs
  if (setting === undefined || dataset?.labels.get(task)?.kind !== 'soft' || !needs(metric).includes('classes')) return
  const choices = keepMetrics.filter((each) => !needs(each).includes('classes'))
  const declared = dataset.labels.get(task)?.all?.expression.span
  report(
    'CTR1671',
    setting.value.span,
    { task, metric, choices },
    {
      related: declared === undefined ? [] : related('its label', declared),
    },
  )
}

/** `adam(lr: 1e-3)`: one of `names`, with the defaults of the settings that the call does not give. */
function optimizerOf<Name extends OptimizerName>(
  report: Report,
  setting: Setting | undefined,
  kind: string,
  names: readonly Name[],
  usual: Name,
): ChosenOptimizer<Name> {
  const call = setting === undefined ? undefined : callIn(report, setting, kind, names)
  const name = names.find((each) => each === call?.callee.name)
  if (call === undefined || name === undefined) return chosen(usual)
  refusePositional(report, call, 0)
  const declared = Object.entries(definitionOf(name).settings)
  const settings = Settings.ofCall(report, { place: name, known: declared.map(([key]) => key) }, call)
  return chosen(
    name,
    Object.fromEntries(
      declared.flatMap(([key, rule]) => {
        const given = settings.number(key, rule)
        return given === undefined ? [] : [[key, given]]
      }),
    ),
  )
}

/** Weight 1 for a predicted task that is not named. */
function taskWeights(report: Report, settings: Settings, { name, tasks }: TrainedModel): ReadonlyMap<string, number> {
  const weights = new Map([...tasks.keys()].map((task) => [task, 1]))
  const map = settings.map('tasks')
  for (const setting of settingsOnce(report, 'tasks', map)) {
    const { key, keySpan } = setting
    if (key === 'where') report('CTR1514', keySpan, { what: 'a task space' })
    else if (!tasks.has(key)) reportNotPredicted(report, { name: key, span: keySpan }, name, tasks.keys())
    else weights.set(key, numberIn(report, setting, { atLeast: 0 }) ?? 1)
  }
  refuseZeros(report, 'tasks', map, [...weights.values()])
  return weights
}

/** Weights of 0 alone train nothing. */
function refuseZeros(report: Report, key: string, map: ConfigMap | undefined, weights: readonly number[]): void {
  if (map === undefined || weights.length === 0 || weights.some((weight) => weight > 0)) return
  report('CTR1522', map.span, { key, found: 'weights of 0 alone', expected: 'one above 0: nothing would be trained' })
}

function surfaceWeights(
  report: Report,
  settings: Settings,
  model: TrainedModel,
  surfaces: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, number> {
  const weights = new Map<string, number>()
  const map = settings.map('surfaces')
  for (const setting of settingsOnce(report, 'surfaces', map)) {
    const name = { name: setting.key, span: setting.keySpan }
    if (known(report, 'surface', name, surfaces) === undefined) continue
    if (!model.surfaces.has(name.name)) reportNotRun(report, name, model.name, model.surfaces)
    else if (model.staged.has(name.name)) report('CTR1568', name.span, { surface: name.name, model: model.name })
    else weights.set(name.name, numberIn(report, setting, { atLeast: 0 }) ?? 1)
  }
  const live = [...model.surfaces].filter((surface) => !model.staged.has(surface))
  refuseZeros(
    report,
    'surfaces',
    map,
    live.map((surface) => weights.get(surface) ?? 1),
  )
  return new Map([...weights].sort(byKey))
}

/** `best(click.logloss, every: 0.25, patience: 3)`: `every` in epochs, `patience` in evaluations. */
function keepOf(report: Report, setting: Setting | undefined, model: TrainedModel): Train['keep'] {
  const call = setting === undefined ? undefined : callIn(report, setting, 'way to keep a checkpoint', ['best'])
  if (call === undefined) return undefined
  const settings = Settings.ofCall(report, { place: 'best', known: ['every', 'patience'] }, call)
  refusePositional(report, call, 1)
  const every = settings.number('every', { above: 0 }) ?? defaults.every
  const patience = settings.number('patience', { integer: true, atLeast: 1 })
  const measure = call.arguments.find((argument) => argument.name === undefined)?.value
  if (measure?.kind !== 'member' || measure.value.kind !== 'name') {
    wrongValue(report, 'best', measure ?? call, 'a task and its metric, as in click.logloss')
    return undefined
  }
  const { value: task, member } = measure
  const metric = keepMetrics.find((each) => each === member.name)
  if (metric === undefined) reportNoChoice(report, 'metric', member, keepMetrics)
  if (!model.tasks.has(task.name)) reportNotPredicted(report, task, model.name, model.tasks.keys())
  return metric === undefined || !model.tasks.has(task.name) ? undefined : { task: task.name, metric, every, patience }
}
