import { mkdirSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { diskHost } from '../../../src/host/disk.ts'
import { expectDecent, TestProject } from '../../bad-input/project.ts'
import { badSpecs } from '../../bad-input/spec-files.ts'
import { smallSpec } from '../../small-project.ts'
import { ctrc } from '../bundle.ts'

/** What the quick tests hold in one process, once more as a shell sees it. */
describe('a spec', () => {
  test.each(badSpecs)('$name', async ({ files, check = 'main.ctr', exit, code }) => {
    const project = new TestProject()
    for (const [path, content] of Object.entries(files)) diskHost().writeAtomic(project.path(path), content)
    const ran = await ctrc(['check', check], project.folder)
    expectDecent(ran)
    expect(ran.exit).toBe(exit)
    if (code !== undefined) expect(ran.log).toContain(code)
  })
})

describe('a whole way', () => {
  const project = new TestProject()
  beforeAll(() => project.write())
  const run = async (...args: string[]) => {
    const ran = await ctrc(args, project.folder)
    expectDecent(ran)
    expect(project.halfWritten()).toEqual([])
    return ran
  }

  test('is walked, and what goes wrong on it has its exit code', async () => {
    const train = ['train', 'spec', '--param', 'root=data', '--run', 'run']
    expect(await run(...train)).toMatchObject({ exit: 0, out: expect.stringMatching(/^Trained/) })
    expect(await run(...train)).toMatchObject({ exit: 1, out: '' })
    expect(await run('calibrate', 'run')).toMatchObject({ exit: 0 })
    expect(await run('export', 'run', '--out', 'out')).toMatchObject({ exit: 0 })
    const predict = ['predict', 'out/serving/home_feed', '--input', 'data/log.parquet', '--out']
    expect(await run(...predict, 'scores.parquet')).toMatchObject({ exit: 0 })
    // A folder is in the way, then a file: the environment, as root as well as anybody.
    mkdirSync(project.path('folder.parquet'))
    expect(await run(...predict, 'folder.parquet')).toMatchObject({ exit: 3, log: expect.stringContaining('CTR9004') })
    expect(await run(...predict, 'scores.parquet/a.parquet')).toMatchObject({ exit: 3 })
    expect(await run('export', 'run', '--out', 'scores.parquet/out')).toMatchObject({ exit: 3 })
    expect(await run(...predict, '/proc/scores.parquet')).toMatchObject({ exit: 3 })
    expect(await run('export', 'run', '--out', 'data')).toMatchObject({
      exit: 1,
      log: expect.stringContaining('CTR7012'),
    })
    writeFileSync(project.path('spec/main.ctr'), smallSpec.replace('units: [8]', 'units: [7]'))
    const before = project.contents('out')
    expect(await run('build', 'spec', '--from', 'run', '--out', 'out')).toMatchObject({
      exit: 1,
      log: expect.stringContaining('CTR5003'),
    })
    expect(project.contents('out')).toEqual(before)
    expect(await run('export', 'run', '--out', 'out')).toMatchObject({ exit: 0 })
    expect(project.contents('out')).toEqual(before)
  })
})
