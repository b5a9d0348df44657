#!/usr/bin/env node
import { diskHost } from '../../host/disk.ts'
import { processTerminal } from '../../host/terminal.ts'
import { commandLine } from './command-line.ts'
import { exitCodes } from './exit-codes.ts'
import { processInterruption } from './interruption.ts'

const host = diskHost()
const terminal = processTerminal()
const interruption = processInterruption(terminal, () => host.removeTemporaries())

// A reader that stops reading (`ctrc graph | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.environment)
})

process.exitCode = await commandLine(process.argv.slice(2), { host, terminal, interruption })
