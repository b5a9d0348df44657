import type { Command } from 'commander'
import type { CalibratedMeasures, Evaluation } from '../../../learn/evaluate/evaluation.ts'
import type { CommandContext } from '../context.ts'
import { type Formatted, withFormat } from '../format.ts'
import type { Outcome } from '../outcome.ts'
import { type Parameters, parameterOption } from '../parameters.ts'
import type { Run } from '../run.ts'
import { table } from '../text-table.ts'

interface EvalCommand extends Formatted {
  readonly dataset?: string
  readonly param: Parameters
  readonly split?: string
  readonly where?: string
}

export function addEval(program: Command, run: Run): void {
  withFormat(
    program
      .command('eval')
      .description('measure a run: ranking and calibration, per task and surface')
      .argument('<run>', 'the run folder')
      .option('--dataset <name>', "in the place of the run's")
      .addOption(parameterOption(", in the place of the run's"))
      .option('--split <name>', 'the rows to measure on (test)')
      .option('--where <sql>', 'a condition on the rows, in the place of a split or narrowing it'),
  ).action((folder: string, options: EvalCommand) =>
    run(options.format, (context) => evaluate(context, folder, options)),
  )
}

async function evaluate({ host, report }: CommandContext, folder: string, options: EvalCommand): Promise<Outcome> {
  const { evaluateRun } = await import('../../../learn/evaluate/evaluate-run.ts')
  const { dataset, param: params, split, where } = options
  const result = await evaluateRun({ host, report, folder, dataset, params, split, where })
  return { result, text: evaluationTable(result) }
}

const heads = [
  'task',
  'surface',
  'rows',
  'positives',
  'auc',
  '99 %',
  'gauc',
  'log loss',
  'NE',
  'ECE',
  'calibration',
  'raw',
]

function evaluationTable({ tasks }: Evaluation): string {
  const line = (task: string, surface: string, of: CalibratedMeasures): readonly string[] => [
    task,
    surface,
    String(of.rows),
    String(of.positives),
    number(of.auc),
    of.intervals.auc === null ? '-' : of.intervals.auc.map(number).join(' .. '),
    ...[of.gauc, of.logloss, of.normalized_entropy, of.ece, of.calibration_ratio, of.raw.calibration_ratio].map(number),
  ]
  return table(
    heads,
    Object.entries(tasks).flatMap(([task, { all, surfaces }]) => [
      ...Object.entries(surfaces).map(([surface, of]) => line(task, surface, of)),
      line(task, 'all', all),
    ]),
  )
}

const number = (value: number | null): string => (value === null ? '-' : value.toFixed(4))
