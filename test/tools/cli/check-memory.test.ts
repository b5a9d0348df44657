import { expect, test } from 'vitest'
import { diskHost } from '../../../src/host/disk.ts'
import { TestProject } from '../../bad-input/project.ts'
import { smallSpec } from '../../small-project.ts'

/** (10^9 + 1) rows of 64 numbers and one accumulator, of 4 bytes: 260 GB. */
const large = smallSpec.replace('hash(80),       dim: 4', 'hash(1_000_000_000), dim: 64')
const host = { ...diskHost(), memory: () => 64e9 }

test('check warns of tables that do not fit into memory, and train refuses them', async () => {
  const project = new TestProject()
  await project.write(large)
  const checked = await project.run(['check', project.path('spec')], host)
  expect(checked.exit).toBe(0)
  expect(checked.log).toContain("warning CTR5027: training model 'ctr' takes at least 260.0 GB, but there are 64.0 GB")
  expect(checked.log).toContain('the largest tables: pins (1000000001 x 64: 260.0 GB), users (51 x 4: 1020 bytes)')
  const trained = await project.train('run', [], host)
  expect(trained.exit).toBe(3)
  expect(trained.log).toContain('error CTR9009')
  expect(project.files('.').filter((name) => name.startsWith('run/'))).toEqual([])
})

test('a table that no model reads takes no memory', async () => {
  const project = new TestProject()
  await project.write(`${smallSpec}\ntable spare { rows: hash(1_000_000_000), dim: 64 }\n`)
  const checked = await project.run(['check', project.path('spec')], host)
  expect(checked.log).not.toContain('CTR5027')
})
