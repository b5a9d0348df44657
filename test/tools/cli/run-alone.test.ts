import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { beforeAll, expect, test, vi } from 'vitest'
import { TestProject } from '../../bad-input/project.ts'
import { smallSpec } from '../../small-project.ts'

/** How often each was called: walks that build a graph, scans of all rows. */
const calls = vi.hoisted(() => ({ elaborate: 0, auditRows: 0 }))

vi.mock('../../../src/language/elaborate/elaborate.ts', async (original) => {
  const real = await original<typeof import('../../../src/language/elaborate/elaborate.ts')>()
  const elaborate: typeof real.elaborate = (...given) => {
    calls.elaborate += 1
    return real.elaborate(...given)
  }
  return { ...real, elaborate }
})

vi.mock('../../../src/rows/audit.ts', async (original) => {
  const real = await original<typeof import('../../../src/rows/audit.ts')>()
  const auditRows: typeof real.auditRows = (...given) => {
    calls.auditRows += 1
    return real.auditRows(...given)
  }
  return { ...real, auditRows }
})

const project = new TestProject()
const spec = project.path('spec')
const run = project.path('run')
const train = ['train', spec, '--param', `root=${project.path('data')}`, '--run', run]

beforeAll(async () => {
  await project.write(smallSpec)
})

async function counted(...args: readonly string[]) {
  Object.assign(calls, { elaborate: 0, auditRows: 0 })
  const ran = await project.run(args)
  expect(ran).toMatchObject({ exit: 0 })
  return { ...calls }
}

test('each command builds the graph once, and scans the rows once', async () => {
  expect(await counted(...train)).toEqual({ elaborate: 1, auditRows: 1 })
  expect(await counted('calibrate', run)).toEqual({ elaborate: 1, auditRows: 1 })
  expect(await counted('eval', run)).toEqual({ elaborate: 1, auditRows: 1 })
  expect(await counted('export', run, '--out', project.path('out'))).toEqual({ elaborate: 1, auditRows: 1 })
  const built = ['build', spec, '--out', project.path('out')]
  expect(await counted(...built, '--untrained')).toEqual({ elaborate: 1, auditRows: 0 })
  expect(await counted(...built, '--from', run)).toEqual({ elaborate: 1, auditRows: 1 })
})

test('the messages of a run show the lines that it was made from', async () => {
  const before = await project.run(['calibrate', run])
  expect(before.log).toContain('calibrate click by view')
  writeFileSync(`${spec}/main.ctr`, `${'\n'.repeat(20)}nothing of this is meant\n`)
  expect(await project.run(['calibrate', run])).toEqual(before)
  rmSync(spec, { recursive: true })
  expect(await project.run(['calibrate', run])).toEqual(before)
})

test('a run goes on without the files that it was made from', async () => {
  rmSync(spec, { recursive: true, force: true })
  expect(await project.run(['train', '--resume', '--run', run])).toMatchObject({
    exit: 0,
    log: expect.stringContaining('CTR5007'),
  })
  expect(await project.run(['train', '--run', run])).toMatchObject({
    exit: 2,
    log: expect.stringContaining('a spec is missing'),
  })
  const nowhere = await project.run(['train', '--resume', '--run', project.path('nowhere')])
  expect(nowhere).toMatchObject({ exit: 1, log: expect.stringContaining('CTR5002') })
})

test('a spec that differs in serving alone is built with the weights of a run', async () => {
  await project.write(smallSpec.replace('levels: [user]', 'levels: []'))
  const built = ['build', spec, '--from', run, '--out', project.path('other')]
  expect(await project.run(built)).toMatchObject({ exit: 0 })
  const manifest = JSON.parse(readFileSync(project.path('other/serving/search/manifest.json'), 'utf8'))
  expect(manifest.levels).toEqual([])
})
