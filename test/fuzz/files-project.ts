import * as fileSystem from 'node:fs'
import { cpSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { diskHost } from '../../src/host/disk.ts'
import type { Host } from '../../src/host/host.ts'
import { smallSpec, writeSmallProject } from '../small-project.ts'
import { ctrc } from '../tools/cli/run-cli.ts'

/** The disk without waiting for it: nothing here must outlive a power cut. */
export const quickDisk = (): Host => diskHost({ ...fileSystem, fsyncSync() {} })

/** What commands leave in a project, and may not leave in it. */
const trained = ['run', 'begun', 'out']

/** A project with a trained, calibrated and exported run, another that was cut off, and copies to put back. */
export class FilesProject {
  constructor(readonly folder: string) {}

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts)
  }

  async make(): Promise<void> {
    await writeSmallProject(this.folder, smallSpec)
    const train = (run: string): string[] => [
      ...['train', this.path('spec'), '--param', `root=${this.path('data')}`, '--run', this.path(run)],
    ]
    await this.must(train('run'))
    await this.must(['calibrate', this.path('run')])
    await this.must(['export', this.path('run'), '--out', this.path('out')])
    // Ends when the third last checkpoint is written, as a kill would.
    let written = 0
    const host: Host = {
      ...quickDisk(),
      writeAtomic(path, content) {
        if (path.endsWith('last.safetensors') && ++written === 3) throw new Error('killed')
        quickDisk().writeAtomic(path, content)
      },
    }
    await ctrc(train('begun'), host)
    for (const name of trained) cpSync(this.path(name), this.path('kept', name), { recursive: true })
  }

  /** Everything as it was made. Blobs are copies: damage to one is not damage to its links. */
  restore(): void {
    for (const name of readdirSync(this.folder))
      if (!['kept', 'spec', 'data'].includes(name)) rmSync(this.path(name), { recursive: true })
    for (const name of trained) cpSync(this.path('kept', name), this.path(name), { recursive: true })
  }

  /** Files below a folder, by path from the project's. */
  files(folder: string): readonly string[] {
    if (!existsSync(this.path(folder))) return []
    return readdirSync(this.path(folder), { recursive: true })
      .map((name) => join(folder, String(name)))
      .filter((name) => statSync(this.path(name)).isFile())
      .sort()
  }

  private async must(args: readonly string[]): Promise<void> {
    const { exit, log } = await ctrc(args, quickDisk())
    if (exit !== 0) throw new Error(`ctrc ${args.join(' ')} failed with ${exit}: ${log}`)
  }
}
