import type { Command } from 'commander'
import type { CommandContext } from '../context.ts'
import { type Formatted, withFormat } from '../format.ts'
import type { Outcome } from '../outcome.ts'
import { type Parameters, parameterOption } from '../parameters.ts'
import type { Run } from '../run.ts'
import { table } from '../text-table.ts'

interface CalibrateCommand extends Formatted {
  readonly on?: string
  readonly dataset?: string
  readonly param: Parameters
}

export function addCalibrate(program: Command, run: Run): void {
  withFormat(
    program
      .command('calibrate')
      .description("fit a run's calibrators on rows that trained nothing")
      .argument('<run>', 'the run folder')
      .option('--on <split>', 'the rows to fit on (calibration)')
      .option('--dataset <name>', "in the place of the run's")
      .addOption(parameterOption(", in the place of the run's")),
  ).action((folder: string, options: CalibrateCommand) =>
    run(options.format, (context) => calibrate(context, folder, options)),
  )
}

async function calibrate({ host }: CommandContext, folder: string, options: CalibrateCommand): Promise<Outcome> {
  const { calibrateRun } = await import('../../../learn/calibrate/calibrate-run.ts')
  const { on: split, dataset, param: params } = options
  const { result, diagnostics } = await calibrateRun({ host, folder, split, dataset, params })
  const lines = Object.entries(result?.tasks ?? {}).flatMap(([task, surfaces]) =>
    Object.entries(surfaces).flatMap(([surface, views]) =>
      Object.entries(views).map(([view, { slope, intercept, from }]) => [
        task,
        `${surface}.${view}`,
        slope.toFixed(4),
        intercept.toFixed(4),
        from,
      ]),
    ),
  )
  return { diagnostics, result, text: table(['task', 'view', 'slope', 'intercept', 'fitted on'], lines) }
}
