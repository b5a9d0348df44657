import { expect, test } from 'vitest'
import { newReport } from '../../../src/diagnostics/report.ts'
import { memoryHost } from '../../../src/host/memory.ts'
import { keepSpec, readKeptSpec } from '../../../src/learn/train/kept-spec.ts'
import { runFolder } from '../../../src/learn/train/run-folder.ts'
import { openProgram } from '../../../src/tools/cli/open-program.ts'
import { ctrc } from '../../tools/cli/run-cli.ts'

const main = `
import { mlp, linear } from "ctr:std"
setting hidden : int = 8
setting note : string = "a"
surface feed
level user by user_id
level row within user
features of user { user_id : id in users, place : string in notes }
table users { rows: hash(100), dim: 4 }
table notes { rows: vocabulary([note]), dim: 2 }
dataset log {
  query:   "select 1"
  surface: feed
  labels:  { click: clicked == 1 }
  splits:  { train: day < 20 }
}
model m on feed {
  trunk { predict click = linear(mlp(concat(embed(user_id), embed(place)), units: [hidden])) }
  calibrate click with platt
}
train m { }
`
const host = () => memoryHost({ '/spec/main.ctr': main })
const compiled = (given: Readonly<Record<string, string>>) =>
  openProgram(host(), newReport(), '/spec/main.ctr', undefined, new Map(Object.entries(given)))

test('a run keeps the settings that it was given, and its model is made with them', async () => {
  const [usual, given] = await Promise.all([compiled({}), compiled({ hidden: '16', note: 'b "c"' })])
  expect([...given.declarations].filter(([name, text]) => usual.declarations.get(name) !== text)).toHaveLength(2)
  const disk = memoryHost({})
  const files = runFolder(disk, '/run')
  const digests = await keepSpec(disk, files, given)
  const kept = readKeptSpec(disk, newReport(), { files, digests, version: 'test' }, 'm')
  expect(kept.declarations).toEqual(given.declarations)
  expect(kept.settings).toEqual(given.settings)
  expect(kept.graph).toEqual(given.graph)
})

test('without any, the list of sources is what it was before there were settings', async () => {
  const disk = memoryHost({})
  await keepSpec(disk, runFolder(disk, '/run'), await compiled({}))
  expect(JSON.parse(disk.readText('/run/spec/sources.json') ?? '')).toEqual({
    root: '/spec',
    entry: 'main.ctr',
    files: ['main.ctr'],
  })
})

test('commands take them', async () => {
  const widths = async (...args: string[]) => {
    const { out } = await ctrc(['graph', '/spec/main.ctr', ...args], host())
    return /trunk\.click\.mlp\.\S*\bw\S* .*?\[6, (\d+)\]/.exec(out)?.[1]
  }
  expect(await widths()).toBe('8')
  expect(await widths('--set', 'hidden=16', '--set', 'note=b')).toBe('16')
  const wrong = await ctrc(['check', '/spec/main.ctr', '--set', 'hiden=16'], host())
  expect(wrong).toMatchObject({ exit: 1, log: expect.stringContaining("no setting 'hiden'; did you mean 'hidden'?") })
  const noSpec = await ctrc(['train', '--run', '/run', '--resume', '--set', 'hidden=16'], host())
  expect(noSpec).toMatchObject({ exit: 2, log: expect.stringContaining('--set needs a spec') })
})
