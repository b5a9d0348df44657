import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { diskHost } from '../../src/host/disk.ts'
import { Draw } from '../fuzz/draw.ts'
import { sql } from '../sql.ts'
import { ctrc } from '../tools/cli/run-cli.ts'
import { type Format, rows } from './format.ts'
import { mended } from './mends.ts'

export interface Tried {
  /** The codes met, each once, sorted; what is for information apart. */
  readonly met: readonly string[]
  /** How often the query was changed. */
  readonly rounds: number
  readonly query: string
  /** Why it does not train; undefined where it does. */
  readonly fault: string | undefined
}

/** More are no mends, but a search. */
const mostRounds = 4

/** Writes the files and the spec, mends the query by what `check --data` prints until that has no error, and trains. */
export async function tryFormat(name: string, format: Format, folder: string, seed: number): Promise<Tried> {
  for (const [file, content] of Object.entries(format.files?.(new Draw(seed, name)) ?? {}))
    writeFileSync(join(folder, file), content)
  for (const [file, select] of Object.entries(format.parquet ?? {}))
    await sql(`copy (${select} from range(${rows}) t(i)) to '${join(folder, file)}'`)
  writeFileSync(join(folder, 'main.ctr'), specOf(format))

  const met = new Set<string>()
  let query = format.query
  for (let rounds = 0; ; rounds++) {
    writeFileSync(join(folder, 'log.sql'), query)
    const ended = (fault: string | undefined): Tried => ({ met: [...met].sort(), rounds, query, fault })
    const found = await checked(folder)
    for (const { code, severity } of found) if (severity !== 'information') met.add(code)
    const errors = found.filter(({ severity }) => severity === 'error').map(({ message }) => message)
    if (errors.length === 0) return ended(await trained(folder))
    if (rounds === mostRounds) return ended(`after ${rounds} changes: ${errors[0]}`)
    const next = mended(query, errors, format)
    if (next.without !== undefined) return ended(`no mend in: ${next.without}`)
    if (next.query === query) return ended(`its mend changes nothing: ${errors[0]}`)
    query = next.query
  }
}

const specOf = ({ features, tables, reads, label, splitBy }: Format): string => `
import { linear, mlp${reads.includes('pool_mean') ? ', pool_mean' : ''} } from "ctr:std"
surface web
level impression
features of impression {
${features}}
${tables}
dataset log {
  query:   file("log.sql")
  surface: web
  labels:  { click: ${label} }
  splits:  { train: fold(${splitBy}, 10) < 8, validation: fold(${splitBy}, 10) == 8, calibration: fold(${splitBy}, 10) == 9 }
}
model m on web {
  trunk { export let h = mlp(${reads}, units: [8]) }
  calibrate click with platt
}
tower web of m { predict click = linear(h) }
train m { dataset: log, batch: 64, epochs: 1, keep: best(click.logloss) }
`

interface Found {
  readonly code: string
  readonly severity: string
  readonly message: string
}

const host = diskHost()

async function checked(folder: string): Promise<readonly Found[]> {
  const args = ['check', join(folder, 'main.ctr'), '--data', 'log', '--param', `root=${folder}`, '--format', 'json']
  const { exit, out, log } = await ctrc(args, host)
  if (exit > 1) throw new Error(log)
  const { diagnostics }: { readonly diagnostics: readonly Found[] } = JSON.parse(out)
  return diagnostics
}

async function trained(folder: string): Promise<string | undefined> {
  const args = ['train', join(folder, 'main.ctr'), '--param', `root=${folder}`, '--run', join(folder, 'run')]
  const { exit, log } = await ctrc(args, host)
  return exit === 0 ? undefined : `check passes, but training ends with ${exit}: ${log}`
}
