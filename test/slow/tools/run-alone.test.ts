import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { smallSpec, writeSmallProject } from '../../small-project.ts'
import { ctrc } from '../bundle.ts'

let project = ''
let before: Readonly<Record<string, string>> = {}
const at = (name: string): string => join(project, name)

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'ctrc-alone-'))
  await writeSmallProject(project)
  const train = ['train', 'spec', '--param', `root=${at('data')}`, '--run', 'run']
  expect(await ctrc(train, project)).toMatchObject({ exit: 0 })
  before = await outcomes()
  expect(Object.keys(before)).toEqual(expect.arrayContaining(['calibrate', 'eval', 'scores.csv']))
  expect(Object.keys(before).filter((name) => name.endsWith('model.onnx'))).toHaveLength(2)
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

/** What each command on the run prints and writes. */
async function outcomes(): Promise<Readonly<Record<string, string>>> {
  const made: Record<string, string> = {}
  for (const args of [
    ['calibrate', 'run'],
    ['eval', 'run'],
    ['export', 'run', '--out', 'out'],
    ['predict', 'out/serving/search', '--input', 'data/log.parquet', '--out', 'scores.csv'],
  ]) {
    const { exit, out, log } = await ctrc([...args, '--format', 'json'], project)
    expect(exit, log).toBe(0)
    made[args[0]!] = out
  }
  const files = readdirSync(at('out'), { recursive: true }).map((name) => `out/${String(name)}`)
  for (const name of ['scores.csv', ...files.filter((each) => statSync(at(each)).isFile())])
    made[name] = readFileSync(at(name)).toString('base64')
  return made
}

test('a run gives the same bytes when its spec is moved and another takes its place, and when both are gone', async () => {
  renameSync(at('spec'), at('renamed'))
  await writeSmallProject(project, smallSpec.replace('units: [8]', 'units: [6]'))
  expect(await outcomes()).toEqual(before)
  rmSync(at('spec'), { recursive: true })
  rmSync(at('renamed'), { recursive: true })
  expect(await outcomes()).toEqual(before)
})
