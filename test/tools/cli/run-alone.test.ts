import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { beforeAll, expect, test, vi } from 'vitest'
import { diskHost } from '../../../src/host/disk.ts'
import { TestProject } from '../../bad-input/project.ts'
import { smallSpec } from '../../small-project.ts'
import { ctrc } from './run-cli.ts'

/** How often each was called: programs resolved, walks that build a graph, scans of all rows, and each pass by its name. */
const calls = vi.hoisted(() => new Map<string, number>())
const count = vi.hoisted(() => (name: string) => calls.set(name, (calls.get(name) ?? 0) + 1))

vi.mock('../../../src/language/resolve/resolve-program.ts', async (original) => {
  const real = await original<typeof import('../../../src/language/resolve/resolve-program.ts')>()
  const resolveProgram: typeof real.resolveProgram = (...given) => {
    count('resolve')
    return real.resolveProgram(...given)
  }
  return { ...real, resolveProgram }
})

vi.mock('../../../src/language/elaborate/elaborate.ts', async (original) => {
  const real = await original<typeof import('../../../src/language/elaborate/elaborate.ts')>()
  const elaborate: typeof real.elaborate = (...given) => {
    count('elaborate')
    return real.elaborate(...given)
  }
  return { ...real, elaborate }
})

vi.mock('../../../src/rows/audit.ts', async (original) => {
  const real = await original<typeof import('../../../src/rows/audit.ts')>()
  const auditRows: typeof real.auditRows = (...given) => {
    count('audit')
    return real.auditRows(...given)
  }
  return { ...real, auditRows }
})

vi.mock('../../../src/passes/pipeline.ts', async (original) => {
  const real = await original<typeof import('../../../src/passes/pipeline.ts')>()
  const runPasses: typeof real.runPasses = (graph, passes, options) => {
    for (const { name } of passes) count(name)
    return real.runPasses(graph, passes, options)
  }
  return { ...real, runPasses }
})

const project = new TestProject()
const spec = project.path('spec')
const run = project.path('run')
const train = ['train', spec, '--param', `root=${project.path('data')}`, '--run', run]

beforeAll(async () => {
  await project.write(smallSpec)
})

async function counted(...args: readonly string[]) {
  calls.clear()
  expect(await project.run(args)).toMatchObject({ exit: 0 })
  const { resolve, elaborate, audit, ...passes } = Object.fromEntries(calls)
  return { read: [resolve, elaborate, audit], passes }
}

/** One graph to encode; from it the one to score with, and the step. */
const scoring = { 'encode-on-host': 1, serving: 1, 'common-subexpressions': 1, 'stack-tables': 1, 'fuse-lookups': 1 }
const training = {
  ...scoring,
  ...{ 'training-loss': 1, differentiate: 1, optimize: 1, 'fold-constants': 1 },
  ...{ 'common-subexpressions': 3, 'stack-tables': 2, 'fuse-lookups': 2 },
}
/** Of two surfaces: one graph of all, a slice and a served graph of each. */
const serving = {
  ...{ serving: 1 + 2, prune: 2, 'attach-calibration': 2, 'fold-constants': 2, 'hoist-coarse-work': 2 },
  ...{ 'common-subexpressions': 2 * 2, 'fuse-lookups': 2, 'derive-features': 2 },
}
/** One to read rows by; of two surfaces, what verification scores: the graph of all, and each slice. */
const encoded = { 'encode-on-host': 1 + 1 + 2 }

test('each command reads the spec once, builds a graph once, and scans the rows once', async () => {
  expect(await counted('check', spec, '--data', 'log', '--param', `root=${project.path('data')}`)).toEqual({
    read: [1, 1, 1],
    passes: {},
  })
  expect(await counted(...train)).toEqual({ read: [1, 1, 1], passes: training })
  expect(await counted('calibrate', run)).toEqual({ read: [1, 1, 1], passes: scoring })
  expect(await counted('eval', run)).toEqual({ read: [1, 1, 1], passes: scoring })
  const out = ['--out', project.path('out')]
  expect(await counted('export', run, ...out)).toEqual({ read: [1, 1, 1], passes: { ...serving, ...encoded } })
  const built = { ...serving, ...encoded, 'training-loss': 1 }
  expect(await counted('build', spec, ...out, '--untrained')).toEqual({ read: [1, 1, undefined], passes: built })
  // Two specs: the one that is built, and the one that the run keeps.
  expect(await counted('build', spec, ...out, '--from', run)).toEqual({ read: [2, 1, 1], passes: built })
})

test('a resumed training makes its graphs once too, and reads the spec that it keeps once', async () => {
  const resume = ['train', '--resume', '--run', project.path('resumed')]
  const stopped = { heed: () => AbortSignal.abort(), happened: true }
  const begun = [...train.slice(0, -1), project.path('resumed')]
  expect(await ctrc(begun, diskHost(), stopped)).toMatchObject({ exit: 130 })
  expect(await counted(...resume)).toEqual({ read: [1, 1, 1], passes: training })
})

test('a training resumed on the tfjs engine makes no step of the native one', async () => {
  const folder = project.path('resumed-tfjs')
  const stopped = { heed: () => AbortSignal.abort(), happened: true }
  const begun = [...train.slice(0, -1), folder, '--engine', 'tfjs']
  expect(await ctrc(begun, diskHost(), stopped)).toMatchObject({ exit: 130 })
  expect(await counted('train', '--resume', '--run', folder)).toEqual({
    read: [1, 1, 1],
    passes: { 'encode-on-host': 1, 'training-loss': 1 },
  })
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
    out: expect.not.stringMatching(/ in [\d.]+ s/),
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
