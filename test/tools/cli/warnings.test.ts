import { beforeAll, describe, expect, test } from 'vitest'
import { codesIn, TestProject } from '../../bad-input/project.ts'
import { smallSpec } from '../../small-project.ts'

/** An unused let (CTR2021), a task without a calibrator (CTR2019), rows of a surface that is left out (CTR4021). */
const spec = smallSpec
  .replace('let item ', 'let unread = concat(embed(user_id), embed(user_id))\n    let item ')
  .replace('2: search.results, 3: search.guided }', '2: search.results }, else: drop')
  .replace('labels:   { click: clicked == 1 }', 'labels:   { click: clicked == 1, buy: clicked == 1 }')
  .replace('predict click = linear(x)', 'predict click = linear(x)\n  predict buy = linear(x)')
const ofSpec = ['CTR2019', 'CTR2021']
const ofRows = ['CTR4021']
/** The labels are noise to this model. */
const ofTraining = ['CTR5026']

const project = new TestProject()
const run = project.path('run')

/** The codes that a command shows, sorted; each once. */
async function shown(...args: readonly string[]): Promise<readonly string[]> {
  const ran = await project.run(args)
  const found = codesIn(ran)
  expect(found.length).toBe(new Set(found).size)
  return [`exit ${ran.exit}`, ...[...found].sort()]
}

beforeAll(async () => {
  await project.write(spec)
})

describe('each command shows the warnings of every stage that it runs, once', () => {
  const train = (...more: readonly string[]) =>
    shown('train', project.path('spec'), '--param', `root=${project.path('data')}`, '--run', run, ...more)

  test('check', async () => {
    expect(await shown('check', project.path('spec'))).toEqual(['exit 0', ...ofSpec])
    const data = ['--data', 'log', '--param', `root=${project.path('data')}`]
    expect(await shown('check', project.path('spec'), ...data)).toEqual([
      'exit 0',
      ...ofSpec,
      'CTR2105', // of a list that keeps fewer elements than rows have
      ...ofRows,
      'CTR4053',
    ])
  })

  test('graph', async () => {
    expect(await shown('graph', project.path('spec'))).toEqual(['exit 0', ...ofSpec])
  })

  test('train, of the spec and of the rows', async () => {
    expect(await train()).toEqual(['exit 0', ...ofSpec, ...ofRows, ...ofTraining])
  })

  test('train that has nothing to do, or is refused', async () => {
    expect(await train('--resume')).toEqual(['exit 0', ...ofSpec, 'CTR5007'])
    expect(await train()).toEqual(['exit 1', ...ofSpec, 'CTR5001'])
  })

  test('eval, of the rows and of the run', async () => {
    expect(await shown('eval', run)).toEqual(['exit 0', ...ofRows, 'CTR5024'])
  })

  test('eval that fails after it has warned', async () => {
    expect(await shown('eval', run, '--split', 'tset')).toEqual(['exit 1', ...ofRows, 'CTR4025', 'CTR5024'])
  })

  test('export of a run that is not calibrated', async () => {
    expect(await shown('export', run, '--out', project.path('plain'))).toEqual(['exit 0', ...ofRows, 'CTR5024'])
  })

  test('calibrate', async () => {
    // search.guided has no rows, and buy no calibrator.
    const found = await shown('calibrate', run)
    expect(found).toEqual(expect.arrayContaining(['exit 0', ...ofRows, 'CTR5020', 'CTR5022']))
  })

  test('eval and export of a calibrated run', async () => {
    expect(await shown('eval', run)).toEqual(['exit 0', ...ofRows])
    expect(await shown('export', run, '--out', project.path('out'))).toEqual(['exit 0', ...ofRows])
  })

  test('build, of a spec and with the weights of a run', async () => {
    const build = ['build', project.path('spec'), '--out', project.path('built')]
    expect(await shown(...build)).toEqual(['exit 1', ...ofSpec, 'CTR7006'])
    expect(await shown(...build, '--untrained')).toEqual(['exit 0', ...ofSpec])
    expect(await shown(...build, '--from', run)).toEqual(['exit 0', ...ofSpec, ...ofRows])
  })

  test('predict', async () => {
    const scored = await shown(
      ...['predict', project.path('out/serving/home_feed')],
      ...['--input', project.path('data/log.parquet'), '--out', project.path('scored.parquet')],
    )
    expect(scored).toEqual(['exit 0'])
  })

  test('in JSON, beside the result on standard error', async () => {
    const { out, log } = await project.run(['eval', run, '--format', 'json'])
    expect(JSON.parse(out)).toHaveProperty('tasks')
    expect(codesIn({ log })).toEqual(ofRows)
  })

  test('in JSON, with the errors where there is no result', async () => {
    const { out } = await project.run(['eval', run, '--split', 'tset', '--format', 'json'])
    const { diagnostics } = JSON.parse(out)
    expect(diagnostics.map(({ code }: { readonly code: string }) => code).sort()).toEqual([...ofRows, 'CTR4025'])
  })
})
