import type { Command } from 'commander'
import { during } from '../../../host/progress.ts'
import type { CommandContext } from '../context.ts'
import { type Formatted, withFormat } from '../format.ts'
import type { Outcome } from '../outcome.ts'
import type { Run } from '../run.ts'

export function addDoctor(program: Command, run: Run): void {
  withFormat(program.command('doctor').description('report what this machine provides, and what is missing')).action(
    ({ format }: Formatted) => run(format, doctor),
  )
}

async function doctor({ host, report }: CommandContext): Promise<Outcome> {
  const { examine } = await import('../doctor/examine.ts')
  const findings = await during(host.progress, ['examine'], () => examine())
  const width = Math.max(...findings.map(({ name }) => name.length))
  report.add(findings.flatMap(({ diagnostic }) => diagnostic ?? []))
  return {
    result: { findings: findings.map(({ name, ok, detail }) => ({ name, ok, detail })) },
    text: findings
      .map(({ name, ok, detail }) => `${ok ? 'ok     ' : 'missing'}  ${name.padEnd(width)}  ${detail}`)
      .join('\n'),
  }
}
