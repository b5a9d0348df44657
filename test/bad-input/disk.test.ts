import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { diskHost } from '../../src/host/disk.ts'
import type { HostFailure } from '../../src/host/host.ts'
import { failingHost } from '../host/failing.ts'
import { smallSpec } from '../small-project.ts'
import { codesIn, TestProject } from './project.ts'

const project = new TestProject()
const at = (...parts: readonly string[]): string => project.path(...parts)
/** Trains once and never reads its data again: nothing is evaluated on the way. */
const spec = smallSpec.replace('every: 0.5', 'every: 1').replace('epochs:    2', 'epochs:    1')

beforeAll(async () => {
  await project.write(spec)
  expect(await project.train('run')).toMatchObject({ exit: 0 })
  expect(await project.run(['calibrate', at('run')])).toMatchObject({ exit: 0 })
  expect(await project.run(['export', at('run'), '--out', at('out')])).toMatchObject({ exit: 0 })
  const scores = [
    'predict',
    at('out/serving/home_feed'),
    '--input',
    at('data/log.parquet'),
    '--out',
    at('scores.parquet'),
  ]
  expect(await project.run(scores)).toMatchObject({ exit: 0 })
})

const codes: Readonly<Partial<Record<HostFailure, string>>> = { no_space: 'CTR9001', read_only: 'CTR9002' }

/** Commands that write over what an earlier one has written. */
const commands: readonly (readonly [string, () => readonly string[]])[] = [
  ['calibrate', () => ['calibrate', at('run')]],
  ['export', () => ['export', at('run'), '--out', at('out')]],
  ['build', () => ['build', at('spec'), '--from', at('run'), '--out', at('out')]],
  [
    'predict',
    () => ['predict', at('out/serving/home_feed'), '--input', at('data/log.parquet'), '--out', at('scores.parquet')],
  ],
]

describe.each(commands)('%s', (_, args) => {
  const fails = async (failure: HostFailure, write: number) => {
    const before = project.contents('.')
    const host = failingHost(diskHost(), failure, write)
    const ran = await project.run(args(), host)
    if (host.writes() < write) return false
    expect({ exit: ran.exit, codes: codesIn(ran), out: ran.out }).toEqual({
      exit: 3,
      codes: expect.arrayContaining([codes[failure]]),
      out: '',
    })
    expect(project.contents('.')).toEqual(before)
    return true
  }

  test('on a read-only disk leaves all as it was', async () => {
    expect(await fails('read_only', 1)).toBe(true)
  })

  test('on a disk that runs full at any write leaves all as it was', async () => {
    let failed = 0
    // Each of the first, then ever farther apart: an export has more than a hundred.
    for (let write = 1; await fails('no_space', write); write = write * 5) failed++
    expect(failed).toBeGreaterThan(0)
  }, 60_000)
})

describe('train', () => {
  test('on a read-only disk begins nothing', async () => {
    const ran = await project.train('none', [], failingHost(diskHost(), 'read_only'))
    expect({ exit: ran.exit, codes: codesIn(ran) }).toEqual({ exit: 3, codes: ['CTR9002'] })
    expect(existsSync(at('none'))).toBe(false)
  })

  test.each([2, 5])('on a disk that runs full at write %i can be resumed to the same weights', async (write) => {
    const run = `full-${write}`
    const ran = await project.train(run, [], failingHost(diskHost(), 'no_space', write))
    expect({ exit: ran.exit, codes: codesIn(ran) }).toEqual({ exit: 3, codes: expect.arrayContaining(['CTR9001']) })
    expect(await project.train(run, ['--resume'])).toMatchObject({ exit: 0 })
    for (const file of ['last', 'best']) {
      const bytes = (of: string) => readFileSync(at(of, 'checkpoints', `${file}.safetensors`))
      expect(bytes(run).equals(bytes('run')), file).toBe(true)
    }
  })
})
