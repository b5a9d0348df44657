import { InvalidArgumentError, Option } from 'commander'

export type Parameters = ReadonlyMap<string, string>

/** `--param root=DIR`, as often as the query has parameters. `instead`: what it replaces. */
export const parameterOption = (instead = ''): Option =>
  new Option('--param <name=value>', `a value for {name} in the query${instead}`)
    .argParser(collectParameter)
    .default(new Map(), 'none')

function collectParameter(text: string, before: Parameters): Parameters {
  const at = text.indexOf('=')
  if (at <= 0) throw new InvalidArgumentError('Expected NAME=VALUE.')
  const name = text.slice(0, at)
  if (before.has(name)) throw new InvalidArgumentError(`'${name}' has a value already.`)
  return new Map([...before, [name, text.slice(at + 1)]])
}

/** `--set experts=8`, once for each setting that is to have another value than the spec gives it. */
export const settingsOption = (): Option =>
  new Option('--set <name=value>', 'a value for a setting of the spec')
    .argParser(collectParameter)
    .default(new Map(), 'none')

export interface SettingsGiven {
  readonly set: Parameters
}

/** Reads a count for commander. */
export const count = countWithin(0, Number.MAX_SAFE_INTEGER)

/** Reads a whole number between bounds, both included, for commander. */
export function countWithin(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (number >= least && number <= most) return number
    const bound = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`
    throw new InvalidArgumentError(`Expected a whole number ${bound}.`)
  }
}

/** `--no-digests`, for every command that opens a run or an export. */
export const digestsOption = (): Option =>
  new Option('--no-digests', 'do not verify the digests of the files, which reads large ones once more')

export interface Digests {
  readonly digests: boolean
}
