import type { Command } from 'commander'
import type { CalibratedMeasures, Evaluation } from '../../../learn/evaluate/evaluation.ts'
import { defaultBootstrap } from '../../../metrics/measures.ts'
import { type MetricName, metricNames, metrics } from '../../../metrics/table.ts'
import type { CommandContext } from '../context.ts'
import { type Formatted, withFormat } from '../format.ts'
import type { Outcome } from '../outcome.ts'
import { type Digests, digestsOption, type Parameters, parameterOption } from '../parameters.ts'
import type { Run } from '../run.ts'
import { table } from '../text-table.ts'

interface EvalCommand extends Formatted, Digests {
  readonly dataset?: string
  readonly param: Parameters
  readonly split?: string
  readonly where?: string
}

export function addEval(program: Command, run: Run): void {
  withFormat(
    program
      .command('eval')
      .description('evaluate a run: ranking and calibration, per task and surface')
      .argument('<run>', 'the run folder')
      .option('--dataset <name>', "instead of the run's")
      .addOption(parameterOption(", instead of the run's"))
      .addOption(digestsOption())
      .option('--split <name>', 'the split to evaluate (default: test)')
      .option('--where <sql>', 'a condition on the rows, instead of a split or in addition to one'),
  ).action((folder: string, options: EvalCommand) =>
    run(options.format, (context) => evaluate(context, folder, options), folder),
  )
}

async function evaluate({ host, report }: CommandContext, folder: string, options: EvalCommand): Promise<Outcome> {
  const { evaluateRun } = await import('../../../learn/evaluate/evaluate-run.ts')
  const { dataset, param: params, split, where, digests } = options
  const result = await evaluateRun({ host, report, folder, dataset, params, split, where, digests })
  return { result, text: evaluationTable(result) }
}

function evaluationTable({ tasks }: Evaluation): string {
  const heads = metricNames.flatMap((name) => {
    const { title, beside } = metrics[name]
    return [title, ...beside.map((what) => headBeside(what))]
  })
  return table(
    ['task', 'surface', 'rows', 'positives', ...heads],
    Object.entries(tasks).flatMap(([task, { all, surfaces, views }]) => [
      ...Object.entries(surfaces).flatMap(([surface, of]) => [
        [task, surface, ...cells(of)],
        ...Object.entries(views[surface] ?? {}).map(([view, ofView]) => [task, `${surface}.${view}`, ...cells(ofView)]),
      ]),
      [task, 'all', ...cells(all)],
    ]),
  )
}

const cells = (of: CalibratedMeasures): readonly string[] => [
  String(of.rows),
  String(of.positives),
  ...metricNames.flatMap((name) => [
    number(of[name]),
    ...metrics[name].beside.map((what) => cellBeside(what, name, of)),
  ]),
]

type Beside = (typeof metrics)[MetricName]['beside'][number]

function headBeside(what: Beside): string {
  switch (what) {
    case 'interval':
      return `${100 * defaultBootstrap.confidence} %`
    case 'raw':
      return 'raw'
  }
}

function cellBeside(what: Beside, name: MetricName, of: CalibratedMeasures): string {
  switch (what) {
    case 'interval':
      return of.intervals[name]?.map(number).join(' .. ') ?? '-'
    case 'raw':
      return number(of.raw[name])
  }
}

const number = (value: number | null): string => (value === null ? '-' : value.toFixed(4))
