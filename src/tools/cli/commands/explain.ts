import type { Command } from 'commander'
import { nearest } from '../../../diagnostics/nearest.ts'
import type { CommandContext } from '../context.ts'
import { type Formatted, withFormat } from '../format.ts'
import { openSource } from '../open-program.ts'
import type { Outcome } from '../outcome.ts'
import { type SettingsGiven, settingsOption } from '../parameters.ts'
import type { Run } from '../run.ts'

interface ExplainOptions extends Formatted, SettingsGiven {
  readonly model?: string
}

export function addExplain(program: Command, run: Run): void {
  withFormat(
    program
      .command('explain')
      .description(
        'print what a diagnostic means and what to do; or a spec in one file, with variants and settings written out',
      )
      .argument('<code or spec>', 'such as CTR2001; or an entry file, or a folder with one')
      .option('--model <name>', 'of a spec: the model, if the program has several')
      .addOption(settingsOption()),
  ).action((given: string, options: ExplainOptions) =>
    run(options.format, (context) =>
      isSpec(context, given) ? explainSpec(context, given, options) : explain(context, given),
    ),
  )
}

/** A code is never a path: one that has no page is reported as a code. */
const isSpec = ({ host }: CommandContext, given: string): boolean =>
  !/^(CTR)?\d+$/i.test(given) && (given.endsWith('.ctr') || given.includes('/') || host.exists(given))

async function explainSpec(
  { host, report }: CommandContext,
  spec: string,
  { model: named, set }: ExplainOptions,
): Promise<Outcome> {
  const { program, model } = await openSource(host, report, spec, named, set)
  const [{ writtenOut }, { format }] = await Promise.all([
    import('../../../language/resolve/write-out.ts'),
    import('../../../language/format/format.ts'),
  ])
  const formatted = format(program.entry, writtenOut(program, model))
  if (formatted.kind === 'broken') throw new Error(`what ${spec} is written out to cannot be read`)
  return { result: { model: model.name, text: formatted.text }, text: formatted.text.trimEnd() }
}

async function explain({ report }: CommandContext, given: string): Promise<Outcome> {
  const { pages } = await import('../pages.ts')
  const code = /^\d{4}$/.test(given) ? `CTR${given}` : given.toUpperCase()
  const page = pages.get(code)
  if (page !== undefined) return { result: { code, page }, text: page }
  report('CTR9203', undefined, { code: given, near: nearest(code, pages.keys()) })
  return {}
}
