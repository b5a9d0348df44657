import type { Command } from 'commander'
import type { Run } from '../command-line.ts'
import { type Formatted, withFormat } from '../format.ts'
import { notThereYet } from '../not-there-yet.ts'

export function addPredict(program: Command, run: Run): void {
  withFormat(
    program
      .command('predict')
      .description('score rows by an exported graph')
      .argument('[arguments...]')
      .allowUnknownOption(),
  ).action((_: string[], { format }: Formatted) => run(format, () => notThereYet("'ctrc predict'")))
}
