import { type Command, Option } from 'commander'
import { shown } from '../../../diagnostics/shown.ts'
import type { CommandContext } from '../context.ts'
import { exportedOutcome } from '../exported.ts'
import { type Formatted, withFormat } from '../format.ts'
import { openProgram } from '../open-program.ts'
import type { Outcome } from '../outcome.ts'
import { type Digests, digestsOption, type SettingsGiven, settingsOption } from '../parameters.ts'
import type { Run } from '../run.ts'
import { version } from '../version.ts'

interface BuildCommand extends Formatted, Digests, SettingsGiven {
  readonly out: string
  readonly model?: string
  readonly surface?: string
  readonly from?: string
  readonly weights?: string
  readonly untrained: boolean
}

export function addBuild(program: Command, run: Run): void {
  withFormat(
    program
      .command('build')
      .description('write the training module and the serving graphs of a spec')
      .argument('<spec>', 'an entry file, or a folder with one')
      .requiredOption('--out <dir>', 'the output folder; an export in it is replaced once everything is verified')
      .option('--model <name>', 'the model, if the program has several')
      .option('--surface <name>', 'only this surface')
      .addOption(new Option('--from <run>', 'take the weights of this run').conflicts(['weights', 'untrained']))
      .option('--weights <file>', 'take weights by name from a safetensors file')
      .option('--untrained', 'use initial weights, even if the model has something to fit', false)
      .addOption(settingsOption())
      .addOption(digestsOption()),
  ).action((spec: string, options: BuildCommand) => run(options.format, (context) => buildSpec(context, spec, options)))
}

async function buildSpec(
  { host, terminal, report }: CommandContext,
  spec: string,
  options: BuildCommand,
): Promise<Outcome> {
  const model = await openProgram(host, report, spec, options.model, options.set)
  const { build } = await import('../../../serve/build.ts')
  const { out, surface, from, weights, untrained, digests } = options
  const progress = (line: string): void => terminal.log(`${shown(line)}\n`)
  const request = { model, out, surface, from, weights, untrained, digests, version, progress }
  const exported = exportedOutcome(await build(host, report, request))
  return {
    result: exported.result,
    text: `${exported.text}\ntraining module: ${host.resolve(out, 'training')}`,
  }
}
