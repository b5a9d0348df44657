import type { Command } from 'commander'
import type { Run } from '../command-line.ts'
import { type Formatted, withFormat } from '../format.ts'
import { notThereYet } from '../not-there-yet.ts'

export function addCalibrate(program: Command, run: Run): void {
  withFormat(
    program
      .command('calibrate')
      .description('fit the calibrators of a run')
      .argument('[arguments...]')
      .allowUnknownOption(),
  ).action((_: string[], { format }: Formatted) => run(format, () => notThereYet("'ctrc calibrate'")))
}
