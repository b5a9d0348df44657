import type { Command } from 'commander'
import { nearest } from '../../../diagnostics/nearest.ts'
import type { CommandContext } from '../context.ts'
import { type Formatted, withFormat } from '../format.ts'
import type { Outcome } from '../outcome.ts'
import type { Run } from '../run.ts'

export function addExplain(program: Command, run: Run): void {
  withFormat(
    program
      .command('explain')
      .description('print what a diagnostic means and what to do')
      .argument('<code>', 'such as CTR2001'),
  ).action((code: string, { format }: Formatted) => run(format, (context) => explain(context, code)))
}

async function explain({ report }: CommandContext, given: string): Promise<Outcome> {
  const { pages } = await import('../pages.ts')
  const code = /^\d{4}$/.test(given) ? `CTR${given}` : given.toUpperCase()
  const page = pages.get(code)
  if (page !== undefined) return { result: { code, page }, text: page }
  report('CTR9203', undefined, { code: given, near: nearest(code, pages.keys()) })
  return {}
}
