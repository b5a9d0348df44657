import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'
import { diskHost } from '../../src/host/disk.ts'
import type { Host } from '../../src/host/host.ts'
import { digestOf } from '../../src/serve/digests.ts'
import { writeSmallProject } from '../small-project.ts'
import { ctrc, type Ran } from '../tools/cli/run-cli.ts'

/** A small project on disk that goes when the tests of the file are done. */
export class TestProject {
  readonly folder = mkdtempSync(join(tmpdir(), 'ctrc-bad-'))
  constructor() {
    afterAll(() => rmSync(this.folder, { recursive: true, force: true }))
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts)
  }

  async write(spec?: string, log?: string): Promise<void> {
    await writeSmallProject(this.folder, spec, log)
  }

  /** What every command must hold to, whatever it is given: no stack trace, nothing half-written, not a screen of one line. */
  async run(args: readonly string[], host: Host = diskHost()): Promise<Ran> {
    const ran = await ctrc(args, host)
    expectDecent(ran)
    expect(this.halfWritten()).toEqual([])
    return ran
  }

  train(run: string, more: readonly string[] = [], host?: Host): Promise<Ran> {
    const data = `root=${this.path('data')}`
    return this.run(['train', this.path('spec'), '--param', data, '--run', this.path(run), ...more], host)
  }

  /** Temporary files, and abandoned locks. */
  halfWritten(): readonly string[] {
    return this.files('.').filter((name) => /\.(tmp|new|old|writing)(\.|\/|$)|(^|\/)lock/.test(name))
  }

  files(folder: string): readonly string[] {
    const root = this.path(folder)
    return readdirSync(root, { recursive: true })
      .map(String)
      .filter((name) => statSync(join(root, name)).isFile())
      .sort()
  }

  /** Digests of a folder's files: equal for what has not been touched. */
  contents(folder: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.files(folder).map((name) => [name, digestOf(readFileSync(this.path(folder, name)))]))
  }
}

export function expectDecent({ out, log }: Pick<Ran, 'out' | 'log'>): void {
  expect(out + log).not.toMatch(/^\s+at .*:\d+:\d+/m)
  expect(out + log).not.toContain('CTR9901')
  expect(log.length).toBeLessThan(20_000)
}

export const codesIn = ({ log }: Pick<Ran, 'log'>): readonly string[] =>
  [...log.matchAll(/^(?:error|warning|information) (CTR\d{4}):/gm)].map(([, code]) => code!)
