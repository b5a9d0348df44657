import type { Command } from 'commander'
import { counted } from '../../../diagnostics/wording.ts'
import type { CommandContext } from '../context.ts'
import { type Formatted, withFormat } from '../format.ts'
import type { Outcome } from '../outcome.ts'
import type { Run } from '../run.ts'

interface FmtOptions extends Formatted {
  readonly check?: boolean
}

/** The path that means standard input. */
const standardInput = '-'

export function addFmt(program: Command, run: Run): void {
  withFormat(
    program
      .command('fmt')
      .description('write spec files in the standard layout')
      .argument('<path...>', "spec files, or folders with them; '-' formats standard input to standard output")
      .option('--check', 'write nothing: report the files that are not in the standard layout'),
  ).action((paths: string[], options: FmtOptions) => run(options.format, (context) => fmt(context, paths, options)))
}

async function fmt(context: CommandContext, paths: readonly string[], options: FmtOptions): Promise<Outcome> {
  const isCheck = options.check === true
  if (!paths.includes(standardInput)) return fmtFiles(context, paths, isCheck)
  if (paths.length === 1) return fmtInput(context, isCheck, options.format === 'json')
  context.report('CTR9202', undefined, { reason: "'-' stands alone: standard input is one text" })
  return {}
}

async function fmtFiles(context: CommandContext, paths: readonly string[], isCheck: boolean): Promise<Outcome> {
  const { formatFiles } = await import('../format-files.ts')
  const { changed, unchanged } = formatFiles(context, paths, isCheck)
  const lines = changed.map((path) => `${path}\n`).join('')
  const files = counted(changed.length, 'file')
  return {
    always: { changed, unchanged },
    text: `${lines}${files} formatted, ${unchanged} unchanged`,
  }
}

async function fmtInput({ terminal, report }: CommandContext, isCheck: boolean, isJson: boolean): Promise<Outcome> {
  const { formatInput } = await import('../format-files.ts')
  const name = '<standard input>'
  const { original, text } = formatInput(report, name, await terminal.input(), isCheck)
  const sources = original === undefined ? undefined : new Map([[name, original]])
  if (text === undefined || isCheck) return { sources, text: isCheck ? '1 text unchanged' : undefined }
  if (isJson) return { sources, result: { text } }
  // As it is: what a terminal would obey in it is the user's own.
  terminal.out(text)
  return { sources }
}
