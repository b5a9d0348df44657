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
  return new Map([...before, [text.slice(0, at), text.slice(at + 1)]])
}

/** Reads a count for commander. */
export function count(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Expected a whole number of 0 or more.')
  return Number(text)
}
