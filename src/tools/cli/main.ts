#!/usr/bin/env node
import { diskHost } from '../../host/disk.ts'
import { processTerminal } from '../../host/terminal.ts'
import { commandLine } from './command-line.ts'
import { exitCodes } from './exit-codes.ts'
import { processInterruption } from './interruption.ts'
import { processProgress } from './progress/process-progress.ts'

const args = process.argv.slice(2)
const { terminal, progress } = processProgress(
  processTerminal(),
  args[0] ?? '',
  new URL('./progress-thread.mjs', import.meta.url),
)
const host = diskHost(undefined, progress)
const interruption = processInterruption(terminal, () => host.removeTemporaries())

// A reader that stops reading (`ctrc graph | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.environment)
})

process.exitCode = await commandLine(args, { host, terminal, interruption })
