import type { Command } from 'commander'
import type { Run } from '../command-line.ts'
import { type Formatted, withFormat } from '../format.ts'
import { notThereYet } from '../not-there-yet.ts'

export function addExport(program: Command, run: Run): void {
  withFormat(
    program
      .command('export')
      .description('write one verified serving graph per surface')
      .argument('[arguments...]')
      .allowUnknownOption(),
  ).action((_: string[], { format }: Formatted) => run(format, () => notThereYet("'ctrc export'")))
}
