import { type Command, Option } from 'commander'
import type { CommandContext } from '../context.ts'
import { type Formatted, withFormat } from '../format.ts'
import { openProgram } from '../open-program.ts'
import type { Outcome } from '../outcome.ts'
import { type SettingsGiven, settingsOption } from '../parameters.ts'
import type { Run } from '../run.ts'

interface GraphOptions extends Formatted, SettingsGiven {
  readonly model?: string
  readonly surface?: string
  readonly training: boolean
  readonly after?: string
  readonly verify: boolean
}

export function addGraph(program: Command, run: Run): void {
  withFormat(
    program
      .command('graph')
      .description("print a graph as text: the forward graph, one surface's, or the training step")
      .argument('<spec>', 'an entry file, or a folder with one')
      .option('--model <name>', 'the model, if the program has several')
      .addOption(settingsOption())
      .addOption(new Option('--surface <name>', "this surface's serving graph").conflicts('training'))
      .option('--training', 'the training step', false)
      .option('--after <pass>', 'the graph after this pass')
      .option('--verify', 'verify the graph after every pass', false),
  ).action((spec: string, options: GraphOptions) => run(options.format, (context) => graph(context, spec, options)))
}

async function graph({ host, report }: CommandContext, spec: string, options: GraphOptions): Promise<Outcome> {
  const model = await openProgram(host, report, spec, options.model, options.set)
  const [{ graphAt }, { graphText }] = await Promise.all([
    import('../graph-stages.ts'),
    import('../../../graph/text.ts'),
  ])
  const { surface, training, after, verify } = options
  const text = graphText(graphAt(host, model, { surface, training, after, verify }))
  return { result: { model: model.spec.name, text }, text }
}
