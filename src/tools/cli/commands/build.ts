import type { Command } from 'commander'
import type { Run } from '../command-line.ts'
import { type Formatted, withFormat } from '../format.ts'
import { notThereYet } from '../not-there-yet.ts'

export function addBuild(program: Command, run: Run): void {
  withFormat(
    program
      .command('build')
      .description('write the training module and the serving graphs of a spec')
      .argument('[arguments...]')
      .allowUnknownOption(),
  ).action((_: string[], { format }: Formatted) => run(format, () => notThereYet("'ctrc build'")))
}
