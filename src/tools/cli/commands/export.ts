import type { Command } from 'commander'
import { shown } from '../../../diagnostics/shown.ts'
import type { CommandContext } from '../context.ts'
import { exportedOutcome } from '../exported.ts'
import { type Formatted, withFormat } from '../format.ts'
import type { Outcome } from '../outcome.ts'
import { type Digests, digestsOption, type Parameters, parameterOption } from '../parameters.ts'
import type { Run } from '../run.ts'
import { version } from '../version.ts'

interface ExportCommand extends Formatted, Digests {
  readonly out: string
  readonly surface?: string
  readonly param: Parameters
}

export function addExport(program: Command, run: Run): void {
  withFormat(
    program
      .command('export')
      .description('write one verified serving graph per surface, as a Triton model repository')
      .argument('<run>', 'the run folder')
      .requiredOption('--out <dir>', 'the output folder; an export in it is replaced once everything is verified')
      .option('--surface <name>', 'only this surface; other surfaces of an existing export are kept')
      .addOption(parameterOption(", instead of the run's"))
      .addOption(digestsOption()),
  ).action((folder: string, options: ExportCommand) =>
    run(options.format, (context) => exportGraphs(context, folder, options), folder),
  )
}

async function exportGraphs(
  { host, terminal, report }: CommandContext,
  folder: string,
  options: ExportCommand,
): Promise<Outcome> {
  const { exportRun } = await import('../../../serve/export-run.ts')
  const { out, surface, param: params, digests } = options
  const progress = (line: string): void => terminal.log(`${shown(line)}\n`)
  const request = { run: folder, out, surface, params, digests, version, progress }
  return exportedOutcome(await exportRun(host, report, request))
}
