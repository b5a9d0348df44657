import { type Command, Option } from 'commander'
import { DiagnosticError, diagnostic } from '../../../diagnostics/report.ts'
import { shown } from '../../../diagnostics/shown.ts'
import { counted } from '../../../diagnostics/wording.ts'
import type { CompiledModel } from '../../../language/elaborate/compile-model.ts'
import type { TrainResult } from '../../../learn/train/train.ts'
import type { CommandContext } from '../context.ts'
import { type Formatted, withFormat } from '../format.ts'
import { openProgram } from '../open-program.ts'
import type { Outcome } from '../outcome.ts'
import {
  count,
  countWithin,
  type Digests,
  digestsOption,
  type Parameters,
  parameterOption,
  type SettingsGiven,
  settingsOption,
} from '../parameters.ts'
import type { Run } from '../run.ts'
import { version } from '../version.ts'

interface TrainCommand extends Formatted, Digests, SettingsGiven {
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

/** As many as run.json may have (src/schemas/run.schema.json). */
const mostThreads = 256
const minutesOfYear = 525_600

export function addTrain(program: Command, run: Run): void {
  withFormat(
    program
      .command('train')
      .description('train a model into a run folder')
      .argument('[spec]', "an entry file, or a folder with one; with --resume, the run's own where none is named")
      .requiredOption('--run <dir>', 'the run folder')
      .option('--model <name>', 'the model, if the program has several')
      .addOption(settingsOption())
      .option('--dataset <name>', 'instead of the dataset that the train block names')
      .addOption(parameterOption())
      .addOption(
        new Option('--engine <name>', 'the engine to train with (default: native)').choices(['native', 'tfjs']),
      )
      .option('--resume', 'continue from the last checkpoint', false)
      .option('--seed <n>', "the seed, instead of the spec's", count)
      .option('--threads <n>', 'threads of the engine; equal counts give equal results', countWithin(1, mostThreads))
      .option(
        '--checkpoint-every <minutes>',
        'also checkpoint this often between evaluations (default: 10)',
        countWithin(0, minutesOfYear),
      )
      .addOption(digestsOption()),
  ).action((spec: string | undefined, options: TrainCommand) =>
    run(options.format, (context) => trainSpec(context, spec, options), spec === undefined ? options.run : undefined),
  )
}

async function trainSpec(context: CommandContext, spec: string | undefined, options: TrainCommand): Promise<Outcome> {
  const { host, terminal, interruption, report } = context
  const model = await modelOf(context, spec, options)
  const { train } = await import('../../../learn/train/train.ts')
  const { evaluationLine } = await import('../evaluation-line.ts')
  const { dataset, param: params, run: folder, engine, resume, seed, threads, checkpointEvery, digests } = options
  const result = await train({
    ...{
      host,
      report,
      model,
      isKept: spec === undefined,
      dataset,
      params,
      folder,
      engine,
      resume,
      seed,
      threads,
      checkpointEvery,
      digests,
      version,
    },
    signal: interruption.heed(),
    evaluated: (line) => terminal.log(`${shown(evaluationLine(line))}\n`),
  })
  if (interruption.happened) return {}
  const best = result.best ? `, best ${result.best.metric} at step ${result.best.step}` : ''
  return {
    result,
    text: `Trained ${counted(result.steps, 'step')} on ${rowsOf(result)}${sinceWhen(result)}${best}: ${folder}`,
  }
}

/** `119 rows (5 times each)`: a row that is seen again is no other row. */
function rowsOf({ rows, distinct }: { readonly rows: number; readonly distinct: number }): string {
  const times = distinct === 0 ? 0 : rows / distinct
  if (times === 1) return counted(distinct, 'row')
  return `${counted(distinct, 'row')} (${Number.isInteger(times) ? times : times.toFixed(2)} times each)`
}

/** The time that the steps of this command took: of those before it none is known. */
function sinceWhen({ steps, steps_before, seconds }: TrainResult): string {
  if (steps === steps_before) return ''
  return steps_before === 0
    ? ` in ${seconds.toFixed(1)} s`
    : `, the last ${counted(steps - steps_before, 'step')} in ${seconds.toFixed(1)} s`
}

/** The named spec, or that of the run. */
async function modelOf(
  { host, report }: CommandContext,
  spec: string | undefined,
  { resume, run: folder, model, digests, set }: TrainCommand,
): Promise<CompiledModel> {
  if (spec !== undefined) return openProgram(host, report, spec, model, set)
  if (!resume) {
    const reason = 'a spec is missing: it may be left out with --resume alone, where the run has its own'
    throw new DiagnosticError([diagnostic('CTR9202', undefined, { reason })])
  }
  if (set.size > 0) {
    const reason = '--set needs a spec: a run that is resumed without one has the settings that it began with'
    throw new DiagnosticError([diagnostic('CTR9202', undefined, { reason })])
  }
  const { openRunModel } = await import('../../../learn/train/open-run.ts')
  return openRunModel(host, report, folder, { digests }).model
}
