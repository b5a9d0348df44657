import { type Command, Option } from 'commander'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { diagnostic } from '../../diagnostics/report.ts'

const formats = ['pretty', 'json', 'sarif', 'github'] as const

export type Format = (typeof formats)[number]

/** How a command prints, chosen by `--format`. */
export interface Formatted {
  readonly format: Format
}

export const withFormat = (command: Command): Command =>
  command.addOption(new Option('--format <format>', 'the output format').choices(formats).default('pretty'))

/** The formats that are reserved but not implemented yet. */
export const missingFormat = (format: Format): Diagnostic | undefined =>
  format === 'sarif' || format === 'github'
    ? diagnostic('CTR9201', undefined, { what: `--format ${format}` })
    : undefined

/** Arguments that could not be read may still have this one. */
export const wantsJson = (args: readonly string[]): boolean =>
  args.some((each, at) => each === '--format=json' || (each === '--format' && args[at + 1] === 'json'))
