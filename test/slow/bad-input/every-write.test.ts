import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { diskHost } from '../../../src/host/disk.ts'
import type { HostFailure } from '../../../src/host/host.ts'
import { codesIn, TestProject } from '../../bad-input/project.ts'
import { failingHost } from '../../host/failing.ts'
import { smallSpec } from '../../small-project.ts'

const project = new TestProject()
const at = (...parts: readonly string[]): string => project.path(...parts)
const codes: Readonly<Partial<Record<HostFailure, string>>> = {
  no_space: 'CTR9001',
  read_only: 'CTR9002',
  denied: 'CTR9003',
}
const failures = ['no_space', 'read_only', 'denied'] as const

beforeAll(async () => {
  await project.write(smallSpec.replace('epochs:    2', 'epochs:    1').replace('every: 0.5', 'every: 1'))
  expect(await project.train('run')).toMatchObject({ exit: 0 })
})

/** The quick tests try the first write and some behind it (test/bad-input/disk.test.ts); this is each of a training's, the three failures in turn. */
test('a training whose disk fails at any write reports it once, keeps what it had, and is resumed to the same weights', async () => {
  let failed = 0
  for (let write = 1; ; write++) {
    const failure = failures[write % failures.length]!
    const run = `${failure}-${write}`
    const host = failingHost(diskHost(), failure, write)
    const ran = await project.train(run, [], host)
    if (host.writes() < write) {
      expect(ran.exit).toBe(0)
      break
    }
    failed++
    const errors = codesIn(ran).filter((code) => code.startsWith('CTR9'))
    expect({ write, exit: ran.exit, errors, out: ran.out }).toEqual({
      write,
      exit: 3,
      errors: [codes[failure]],
      out: '',
    })
    // A run that has its record is resumed; another has not begun.
    const more = existsSync(at(run, 'run.json')) ? ['--resume'] : []
    expect(await project.train(run, more), `after write ${write}`).toMatchObject({ exit: 0 })
    for (const file of ['last', 'best']) {
      const bytes = (of: string) => readFileSync(at(of, 'checkpoints', `${file}.safetensors`))
      expect(bytes(run).equals(bytes('run')), `${file} after write ${write}`).toBe(true)
    }
  }
  // The folder, the lock, the spec, vocabularies and the record, then two checkpoints and a line of the journal at an evaluation.
  expect(failed).toBeGreaterThan(8)
})
