import type { Command } from 'commander'
import type { CommandContext } from '../context.ts'
import { type Formatted, withFormat } from '../format.ts'
import type { Outcome } from '../outcome.ts'
import { type Digests, digestsOption } from '../parameters.ts'
import type { Run } from '../run.ts'

interface PredictOptions extends Formatted, Digests {
  readonly input: string
  readonly out: string
}

export function addPredict(program: Command, run: Run): void {
  withFormat(
    program
      .command('predict')
      .description('score rows with an exported graph')
      .argument('<folder>', 'DIR/serving/<surface> of an export')
      .requiredOption('--input <file>', 'the rows: a Parquet, CSV or JSON file, a folder of them, or a pattern')
      .requiredOption('--out <file>', 'where to write the rows with their scores')
      .addOption(digestsOption()),
  ).action((folder: string, options: PredictOptions) =>
    run(options.format, (context) => predictRows(context, folder, options)),
  )
}

async function predictRows(
  { host, report }: CommandContext,
  folder: string,
  options: PredictOptions,
): Promise<Outcome> {
  const { predict } = await import('../../../serve/predict.ts')
  if (!options.digests) report('CTR5015', undefined, { path: folder })
  const { warnings, ...result } = await predict(host, folder, options.input, options.out, options.digests)
  report.add(warnings)
  const unscored = Object.values(result.unscored).reduce((sum, rows) => sum + rows, 0)
  const without = unscored === 0 ? '' : `, ${unscored} without a score (column status gives the reason)`
  const words = Object.entries(result.unreadable)
    .map(([column, count]) => `, ${count} words of '${column}' with NUL in them read as missing`)
    .join('')
  return { result, text: `Scored ${result.rows} rows of ${result.surface}${without}${words}: ${result.out}` }
}
