import type { Command } from 'commander'
import type { Calibration } from '../../../learn/calibrate/calibration.ts'
import type { CommandContext } from '../context.ts'
import { type Formatted, withFormat } from '../format.ts'
import type { Outcome } from '../outcome.ts'
import { type Digests, digestsOption, type Parameters, parameterOption } from '../parameters.ts'
import type { Run } from '../run.ts'
import { table } from '../text-table.ts'

interface CalibrateCommand extends Formatted, Digests {
  readonly on?: string
  readonly dataset?: string
  readonly param: Parameters
}

export function addCalibrate(program: Command, run: Run): void {
  withFormat(
    program
      .command('calibrate')
      .description("fit a run's calibrators on held-out rows")
      .argument('<run>', 'the run folder')
      .option('--on <split>', 'the split to fit on (default: calibration)')
      .option('--dataset <name>', "instead of the run's")
      .addOption(parameterOption(", instead of the run's"))
      .addOption(digestsOption()),
  ).action((folder: string, options: CalibrateCommand) =>
    run(options.format, (context) => calibrate(context, folder, options), folder),
  )
}

async function calibrate(
  { host, report }: CommandContext,
  folder: string,
  options: CalibrateCommand,
): Promise<Outcome> {
  const { calibrateRun } = await import('../../../learn/calibrate/calibrate-run.ts')
  const { stored } = await import('../../../learn/calibrate/calibration-file.ts')
  const { on: split, dataset, param: params, digests } = options
  const result = await calibrateRun({ host, report, folder, split, dataset, params, digests })
  return { result: stored(result), text: calibratorTable(result) }
}

/** A column for each parameter of the methods used; a row leaves those of other methods empty. */
function calibratorTable({ tasks }: Calibration): string {
  const rows = Object.entries(tasks).flatMap(([task, surfaces]) =>
    Object.entries(surfaces).flatMap(([surface, views]) =>
      Object.entries(views).map(([view, calibrator]) => ({ task, view: `${surface}.${view}`, ...calibrator })),
    ),
  )
  const parameters = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))]
  const lines = rows.map(({ task, view, values, from }) => [
    task,
    view,
    ...parameters.map((name) => values[name]?.toFixed(4) ?? ''),
    from,
  ])
  return table(['task', 'view', ...parameters, 'fitted on'], lines)
}
