import * as files from 'node:fs'
import { describe, expect, test } from 'vitest'
import { diskHost } from '../../../src/host/disk.ts'
import type { FileSystem } from '../../../src/host/disk-files.ts'
import type { Host } from '../../../src/host/host.ts'
import { noProgress, type Progress } from '../../../src/host/progress.ts'
import { readCheckpoint } from '../../../src/learn/train/checkpoint.ts'
import { type Project, project } from './project.ts'

/** Told of each step, before which the host's clock goes on. */
const watched = (atStep: () => void): Progress => ({
  phase: (name) => ({ ...noProgress.phase(name), advance: name === 'train' ? atStep : () => undefined }),
})

const last = (p: Project, run: string): string => p.path(run, 'checkpoints/last.safetensors')
const best = (p: Project, run: string): string => p.path(run, 'checkpoints/best.safetensors')

/** A host that records at which steps `last` is written, before its `fails`-th writing fails. */
function recording(p: Project, now: () => number, fails = Number.POSITIVE_INFINITY) {
  const steps: number[] = []
  const host: Host = {
    ...p.host,
    now,
    writeAtomic(path, content) {
      if (path.endsWith('last.safetensors') && steps.length === fails) throw new Error('killed')
      p.host.writeAtomic(path, content)
      if (path.endsWith('last.safetensors')) steps.push(readCheckpoint(p.host, path)?.progress.step ?? -1)
    },
  }
  return { host, steps }
}

describe('a training that evaluates at its end alone', async () => {
  // 24 steps in 3 epochs; each takes four minutes of the host's clock.
  const p = await project((text) => text.replace('every: 0.5', 'every: 3'))
  const minute = 60_000
  const trained = async (
    run: string,
    perStep: number | (() => number),
    more: { checkpointEvery?: number; fails?: number } = {},
  ) => {
    let time = 1e12
    const { host, steps } = recording(p, () => time, more.fails)
    const progress = watched(() => {
      time += typeof perStep === 'number' ? perStep : perStep()
    })
    const { fails: _, ...options } = more
    const found = await p.train(run, { host: { ...host, progress }, ...options }).catch((error) => ({ error }))
    return { found, steps }
  }

  test('writes a checkpoint every ten minutes, after the step at hand', async () => {
    const { steps } = await trained('whole', 4 * minute)
    expect(steps).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24])
  })

  test('writes one once ten minutes are over, not before', async () => {
    expect((await trained('exact', 5 * minute)).steps.slice(0, 3)).toEqual([0, 2, 4])
    expect((await trained('below', 5 * minute - 1)).steps.slice(0, 3)).toEqual([0, 3, 6])
  })

  test('writes one all the same where the clock is set back', async () => {
    // Each step is 4 minutes later, and the third is a day earlier.
    let steps = 0
    const { steps: written } = await trained('set-back', () => (++steps === 3 ? -24 * 60 * minute : 4 * minute))
    expect(written.slice(0, 3)).toEqual([0, 3, 6])
    const rates = p.host.readText(p.path('set-back/metrics.jsonl'))!.matchAll(/"rows_per_second":(-?\d+)/g)
    for (const [, rate] of rates) expect(Number(rate)).toBeGreaterThan(0)
  })

  test('writes none in between where it is asked for fewer', async () => {
    expect((await trained('fewer', 4 * minute, { checkpointEvery: 1000 })).steps).toEqual([0, 24])
  })

  test('goes on from such a checkpoint bit for bit', async () => {
    const { found, steps } = await trained('killed', 4 * minute, { fails: 4 })
    expect(found).toMatchObject({ error: { message: 'killed' } })
    expect(steps.at(-1)).toBe(9)
    await p.train('killed', { resume: true })
    for (const path of [last, best])
      expect(p.host.readBytes(path(p, 'killed'))).toEqual(p.host.readBytes(path(p, 'whole')))
  })
})

test('Ctrl-C between two evaluations keeps the step at hand', async () => {
  const p = await project()
  const controller = new AbortController()
  let steps = 0
  let time = 1e12
  const progress = watched(() => {
    time += 1000
    // Evaluations, and their checkpoints, come at steps 4, 8, ...
    if (++steps === 6) controller.abort()
  })
  const host: Host = { ...p.host, now: () => time, progress }
  await p.train('run', { host, signal: controller.signal })
  expect(readCheckpoint(p.host, last(p, 'run'))?.progress.step).toBe(6)
})

describe('on a disk that runs full', async () => {
  const p = await project()

  // Each is a write of the second evaluation, after which both checkpoints of the first are there.
  test.each(['best.safetensors', 'last.safetensors'])('while %s is written, both stay whole', async (name) => {
    let evaluated = 0
    let isFull = false
    const open = new Map<number, string>()
    const fileSystem: FileSystem = {
      ...files,
      openSync: (path, ...rest) => {
        const file = files.openSync(path, ...rest)
        open.set(file, String(path))
        return file
      },
      writeSync: ((file: number, bytes: Uint8Array, offset: number, length: number) => {
        if (isFull && open.get(file)?.includes(`.${name}.`)) {
          // Half of it still fits.
          files.writeSync(file, bytes, offset, length >> 1)
          throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
        }
        return files.writeSync(file, bytes, offset, length)
      }) as FileSystem['writeSync'],
    }
    const run = `full-${name}`
    const disk = diskHost(fileSystem)
    let kept: Record<string, Uint8Array | undefined> = {}
    const host: Host = {
      ...disk,
      writeAtomic(path, content) {
        if (isFull && path.endsWith(name))
          kept = { last: p.host.readBytes(last(p, run)), best: p.host.readBytes(best(p, run)) }
        disk.writeAtomic(path, content)
      },
    }
    await expect(p.train(run, { host, evaluated: () => (isFull = ++evaluated === 1) })).rejects.toMatchObject({
      failure: 'no_space',
    })
    expect(kept.last).toBeDefined()
    expect(p.host.readBytes(last(p, run))).toEqual(kept.last)
    expect(p.host.readBytes(best(p, run))).toEqual(kept.best)
    expect(readCheckpoint(p.host, last(p, run))?.progress.step).toBe(name.startsWith('best') ? 4 : 0)
    expect(p.host.list(p.path(run, 'checkpoints'))).toEqual(['best.safetensors', 'last.safetensors'])
  })
})
