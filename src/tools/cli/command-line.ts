import { Command, CommanderError } from 'commander'
import { diagnosticsJson } from '../../diagnostics/json.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { shownLines } from '../../diagnostics/shown.ts'
import { addBuild } from './commands/build.ts'
import { addCalibrate } from './commands/calibrate.ts'
import { addCheck } from './commands/check.ts'
import { addDoctor } from './commands/doctor.ts'
import { addEval } from './commands/eval.ts'
import { addExplain } from './commands/explain.ts'
import { addExport } from './commands/export.ts'
import { addFmt } from './commands/fmt.ts'
import { addGraph } from './commands/graph.ts'
import { addInit } from './commands/init.ts'
import { addPredict } from './commands/predict.ts'
import { addReserved } from './commands/reserved.ts'
import { addTrain } from './commands/train.ts'
import type { Surroundings } from './context.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { wantsJson } from './format.ts'
import { jsonText } from './reporter.ts'
import type { Run } from './run.ts'
import { runCommand } from './run-command.ts'
import { versionLine } from './version.ts'

/** In the order in which a new user needs them. */
const commands = [
  addInit,
  addCheck,
  addFmt,
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
    .configureOutput({
      writeOut: context.terminal.out,
      writeErr: (text) => context.terminal.log(shownLines(text)),
    })
    .helpCommand(false)
  for (const add of commands) add(program, run)

  try {
    await program.parseAsync([...args], { from: 'user' })
    return exit
  } catch (failure) {
    if (!(failure instanceof CommanderError)) throw failure
    if (failure.exitCode === 0) return exitCodes.done
    if (wantsJson(args)) reportUsage(context, failure)
    return exitCodes.wrongUsage
  }
}

/** What commander has written to the log, for scripts: they read standard output alone. */
function reportUsage({ terminal }: Surroundings, { message, code }: CommanderError): void {
  const reason = code === 'commander.help' ? 'no command is named' : message.replace(/^error: /, '')
  const found = diagnostic('CTR9202', undefined, { reason })
  terminal.out(jsonText(diagnosticsJson([found], { text: () => undefined, name: (file) => file })))
}
