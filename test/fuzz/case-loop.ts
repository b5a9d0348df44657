import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

/** The cases that a fuzz command tries. */
export interface Cases<Option extends string> {
  readonly seed: number
  /** Whether it is one that is repeated: what it is made of may be printed. */
  readonly isOne: boolean
  /** The command's own arguments; one that was not given has its default, if any. */
  option(name: Option): string | undefined
  /** Notes what is tried, so that a case that kills the process, or hangs, is known. */
  begin(number: number, what: string): void
  /** Tries one after the other until the time, or their number, is up; gives how many. */
  run(tryCase: (number: number) => Promise<void> | void): Promise<number>
}

/**
 * `--seconds N --seed S --count N`, and `--case N` for one alone; `defaults`: more arguments. scripts/fuzz.mjs adds `--first`, behind a case that
 * killed the process, and `--underway`, the file that `begin` writes.
 */
export function casesFromArguments<Option extends string = never>(
  defaults?: Readonly<Record<Option, string | undefined>>,
): Cases<Option> {
  const names = ['seconds', 'seed', 'count', 'case', 'first', 'underway', ...Object.keys(defaults ?? {})]
  const { values } = parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: 'string' }])) })
  const given = new Map(Object.entries(values).map(([name, value]) => [name, String(value)]))
  const underway = given.get('underway')
  const alone = given.get('case')
  const first = Number(alone ?? given.get('first') ?? 0)
  const last = alone === undefined ? Number(given.get('count') ?? Number.POSITIVE_INFINITY) : first + 1
  const seconds = Number(given.get('seconds') ?? 60)
  return {
    seed: Number(given.get('seed') ?? 1),
    isOne: alone !== undefined,
    option: (name) => given.get(name) ?? defaults?.[name],
    begin(number, what) {
      if (underway !== undefined) writeFileSync(underway, `${number}\n${what}`)
    },
    async run(tryCase) {
      const end = Date.now() + 1000 * seconds
      let cases = 0
      for (let number = first; number < last && Date.now() < end; number++) {
        await tryCase(number)
        cases++
      }
      return cases
    },
  }
}
