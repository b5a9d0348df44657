import { type Command, Option } from 'commander'
import type { CommandContext } from '../context.ts'
import { type Formatted, withFormat } from '../format.ts'
import { openProgram } from '../open-program.ts'
import type { Outcome } from '../outcome.ts'
import { count, type Parameters, parameterOption } from '../parameters.ts'
import type { Run } from '../run.ts'
import { version } from '../version.ts'

interface TrainCommand extends Formatted {
  readonly run: string
  readonly model?: string
  readonly dataset?: string
  readonly param: Parameters
  readonly engine?: 'native' | 'tfjs'
  readonly resume: boolean
  readonly seed?: number
  readonly threads?: number
  readonly checkpointEvery?: number
}

export function addTrain(program: Command, run: Run): void {
  withFormat(
    program
      .command('train')
      .description('train a model into a run folder')
      .argument('<spec>', 'an entry file, or a folder with one')
      .requiredOption('--run <dir>', 'the run folder')
      .option('--model <name>', 'where the program has several')
      .option('--dataset <name>', 'in the place of the one that train names')
      .addOption(parameterOption())
      .addOption(new Option('--engine <name>', 'what runs the training graph (native)').choices(['native', 'tfjs']))
      .option('--resume', 'go on where the run folder stands', false)
      .option('--seed <n>', "in the place of the spec's", count)
      .option('--threads <n>', 'of the engine; results are equal for equal threads', count)
      .option('--checkpoint-every <minutes>', 'between evaluations, which write one too (10)', count),
  ).action((spec: string, options: TrainCommand) => run(options.format, (context) => trainSpec(context, spec, options)))
}

async function trainSpec(context: CommandContext, spec: string, options: TrainCommand): Promise<Outcome> {
  const { host, terminal, interruption, report } = context
  const model = await openProgram(host, report, spec, options.model)
  const { train } = await import('../../../learn/train/train.ts')
  const { dataset, param: params, run: folder, engine, resume, seed, threads, checkpointEvery } = options
  const result = await train({
    ...{
      host,
      report,
      terminal,
      model,
      dataset,
      params,
      folder,
      engine,
      resume,
      seed,
      threads,
      checkpointEvery,
      version,
    },
    signal: interruption.heed(),
  })
  if (interruption.happened) return {}
  const best = result.best ? `, best ${result.best.metric} at step ${result.best.step}` : ''
  return {
    result,
    text: `Trained ${result.steps} steps on ${result.rows} rows in ${result.seconds.toFixed(1)} s${best}: ${folder}`,
  }
}
