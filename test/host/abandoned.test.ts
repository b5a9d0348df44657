import { spawnSync } from 'node:child_process'
import * as files from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { clearAbandoned, temporaryName } from '../../src/host/abandoned.ts'
import { diskHost } from '../../src/host/disk.ts'
import { theseProcesses } from '../../src/host/processes.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const dead = 4_000_001
const alive = 4_000_002
const processes = { pid: 4_000_003, machine: 'here', isAlive: (pid: number) => pid === alive }

let folder: string
beforeEach(() => {
  folder = temporaryFolder('abandoned')
})

const left = (pid: number, suffix: string, content: string, machine = 'here'): string => {
  const place = temporaryName(join(folder, 'out'), { pid, machine }, 0, suffix)
  files.mkdirSync(place)
  files.writeFileSync(join(place, 'content'), content)
  return place
}

const clear = () => clearAbandoned(files, folder, processes)

test('what a dead writer had half-written goes, what a living one writes stays', () => {
  const half = left(dead, 'new', 'half')
  const another = left(alive, 'new', 'under way')
  const elsewhere = left(dead, 'new', 'under way on another machine', 'there.example')
  clear()
  expect(files.existsSync(half)).toBe(false)
  expect(files.existsSync(another)).toBe(true)
  expect(files.existsSync(elsewhere)).toBe(true)
})

test('a folder moved aside by a writer that died comes back', () => {
  left(dead, 'old', 'before')
  left(dead, 'new', 'after')
  clear()
  expect(files.readFileSync(join(folder, 'out', 'content'), 'utf8')).toBe('before')
  expect(files.readdirSync(folder)).toEqual(['out'])
})

test('it goes where the new one is in place', () => {
  files.mkdirSync(join(folder, 'out'))
  left(dead, 'old', 'before')
  clear()
  expect(files.readdirSync(folder)).toEqual(['out'])
})

test("what no writer of ours is called stays, and a folder that is not there is nobody's failure", () => {
  const foreign = [`.out.${dead}@here.x.new`, `.out.${dead}@here.0.bak`, `out.${dead}@here.0.new`]
  for (const name of foreign) files.writeFileSync(join(folder, name), '')
  files.writeFileSync(join(folder, `.another.name.${dead}@here.0.tmp`), '')
  clear()
  expect(files.readdirSync(folder).sort()).toEqual(foreign.sort())
  expect(() => clearAbandoned(files, join(folder, 'no', 'such'), processes)).not.toThrow()
})

test('a first write into a folder clears it up, files too', () => {
  const host = diskHost()
  const ended = spawnSync(process.execPath, ['-e', '']).pid
  const { machine } = theseProcesses
  const path = join(folder, 'last.safetensors')
  files.writeFileSync(temporaryName(path, { pid: ended, machine }, 0, 'tmp'), 'half')
  host.writeAtomic(path, 'whole')
  expect(files.readdirSync(folder)).toEqual(['last.safetensors'])
})

test('many writes into a folder list it once', async () => {
  const listed: string[] = []
  const readdirSync = ((path: string, ...rest: []) => {
    listed.push(path)
    return files.readdirSync(path, ...rest)
  }) as typeof files.readdirSync
  const host = diskHost({ ...files, readdirSync })
  for (let i = 0; i < 50; i++) host.writeAtomic(join(folder, `f${i}`), 'x')
  expect(listed).toEqual([folder])
})
