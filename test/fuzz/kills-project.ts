import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ctrc, start } from '../slow/bundle.ts'
import { smallLog, smallSpec, writeSmallProject } from '../small-project.ts'
import { sql } from '../sql.ts'
import type { KilledCommand } from './killed-commands.ts'

const kept = ['run', 'begun', 'out']

/** A small project in a folder, whose commands take long enough to be killed in the middle; `run` and its export `out`, and `begun`, cut off. */
export class KillsProject {
  /** What each artifact is undisturbed, by its path. */
  private readonly wanted = new Map<string, string>()
  constructor(readonly folder: string) {}

  async make(): Promise<void> {
    // What a library spills is looked for too.
    process.env.TMPDIR = join(this.folder, 'spill')
    // Evaluated, and so kept, every few steps.
    const spec = smallSpec.replace('every: 0.5', 'every: 0.125')
    mkdirSync(join(this.folder, 'spill'))
    await writeSmallProject(this.folder, spec, smallLog({}, 1400))
    await sql(`copy (${smallLog({}, 20_000)}) to '${join(this.folder, 'data/many.parquet')}' (format parquet)`)
    await this.must(['train', 'spec', '--param', 'root=data', '--run', 'run'])
    await this.must(['calibrate', 'run'])
    await this.must(['export', 'run', '--out', 'out'])
    const cut = start(['train', 'spec', '--param', 'root=data', '--run', 'begun'], this.folder)
    await cut.logged(/^epoch/m)
    cut.child.kill('SIGINT')
    await cut.finished
    for (const name of kept) cpSync(join(this.folder, name), join(this.folder, 'kept', name), { recursive: true })
  }

  restore(): void {
    for (const name of readdirSync(this.folder))
      if (!['kept', 'spec', 'data'].includes(name)) rmSync(join(this.folder, name), { recursive: true })
    mkdirSync(join(this.folder, 'spill'))
    for (const name of kept) cpSync(join(this.folder, 'kept', name), join(this.folder, name), { recursive: true })
  }

  /** Runs a command undisturbed and keeps what it gives; gives the milliseconds that it took. */
  async keepUndisturbed({ args, gives }: KilledCommand): Promise<number> {
    this.restore()
    const { milliseconds } = await this.must(args)
    for (const path of gives) this.wanted.set(path, this.digest(path))
    return milliseconds
  }

  /** What is wrong right behind a kill. */
  faultBehind({ whole }: KilledCommand, signal: NodeJS.Signals): string | undefined {
    for (const path of whole)
      if (existsSync(join(this.folder, path)) && this.digest(path) !== this.wanted.get(path))
        return `'${path}' is half-written`
    const left = this.temporary()
    return signal !== 'SIGKILL' && left.length > 0 ? `left behind: ${left.join(', ')}` : undefined
  }

  /** What is wrong when the command was done again. */
  faultInTheEnd({ gives }: KilledCommand): string | undefined {
    for (const path of gives)
      if (this.digest(path) !== this.wanted.get(path)) return `in the end '${path}' is not what it is undisturbed`
    const left = this.temporary()
    return left.length > 0 ? `not cleared up: ${left.join(', ')}` : undefined
  }

  private temporary(): readonly string[] {
    return readdirSync(this.folder, { recursive: true })
      .map(String)
      .filter((name) => /\.(tmp|new|old|writing)(\.|\/|$)|(^|\/)lock/.test(name))
  }

  /** Of a file, or of all files in a folder with their names. */
  private digest(path: string): string {
    const whole = join(this.folder, path)
    if (!existsSync(whole)) return 'none'
    const hash = createHash('sha256')
    const files = statSync(whole).isDirectory()
      ? readdirSync(whole, { recursive: true })
          .map((name) => join(whole, String(name)))
          .filter((name) => statSync(name).isFile())
          .sort()
      : [whole]
    for (const file of files) hash.update(`${file}\n`).update(readFileSync(file))
    return hash.digest('hex')
  }

  private async must(args: readonly string[]) {
    const ran = await ctrc(args, this.folder)
    if (ran.exit !== 0) throw new Error(`ctrc ${args.join(' ')} failed with ${ran.exit}: ${ran.log}`)
    return ran
  }
}
