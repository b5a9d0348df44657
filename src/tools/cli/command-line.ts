import { Command, CommanderError } from 'commander'
import { addBuild } from './commands/build.ts'
import { addCalibrate } from './commands/calibrate.ts'
import { addCheck } from './commands/check.ts'
import { addDoctor } from './commands/doctor.ts'
import { addEval } from './commands/eval.ts'
import { addExplain } from './commands/explain.ts'
import { addExport } from './commands/export.ts'
import { addGraph } from './commands/graph.ts'
import { addInit } from './commands/init.ts'
import { addPredict } from './commands/predict.ts'
import { addReserved } from './commands/reserved.ts'
import { addTrain } from './commands/train.ts'
import type { Surroundings } from './context.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import type { Run } from './run.ts'
import { runCommand } from './run-command.ts'
import { versionLine } from './version.ts'

/** In the order in which a new user needs them. */
const commands = [
  addInit,
  addCheck,
  addTrain,
  addCalibrate,
  addEval,
  addExport,
  addPredict,
  addBuild,
  addGraph,
  addExplain,
  addDoctor,
  addReserved,
]

/** `ctrc` with these arguments (without node and the script). Gives the exit code; throws nothing. */
export async function commandLine(args: readonly string[], context: Surroundings): Promise<ExitCode> {
  let exit: ExitCode = exitCodes.done
  const run: Run = async (format, work, folder) => {
    exit = await runCommand(context, format, work, folder)
  }
  const program = new Command('ctrc')
    .description('a compiler for unified ads-engagement models')
    .version(versionLine)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: context.terminal.out, writeErr: context.terminal.log })
    .helpCommand(false)
  for (const add of commands) add(program, run)

  try {
    await program.parseAsync([...args], { from: 'user' })
    return exit
  } catch (failure) {
    if (failure instanceof CommanderError) return failure.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage
    throw failure
  }
}
