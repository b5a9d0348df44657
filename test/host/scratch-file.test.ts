import * as files from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { diskHost } from '../../src/host/disk.ts'
import type { FileSystem } from '../../src/host/disk-files.ts'

/** A name that no other test's files have, as other tests run at the same time. */
const name = 'ctrc-scratch-test'
const left = (): readonly string[] => files.readdirSync(tmpdir()).filter((each) => each.startsWith(`.${name}`))

test('a scratch file has a name that the next process clears up, and goes when it is closed', () => {
  const file = diskHost().scratchFile(name)
  // host/abandoned.ts reads these.
  expect(left()).toEqual([expect.stringMatching(/^\.ctrc-scratch-test\.\d+@[\w-]+\.\d+\.tmp$/)])
  file.close()
  expect(left()).toEqual([])
})

test('an interrupted process takes its scratch files along', () => {
  const host = diskHost()
  host.scratchFile(name).append(Uint8Array.of(1))
  host.removeTemporaries()
  expect(left()).toEqual([])
})

test('hosts of one process have files of their own', () => {
  const all = [diskHost(), diskHost()].map((host) => host.scratchFile(name))
  all.forEach((file, i) => {
    file.append(Uint8Array.of(i))
  })
  const part = new Uint8Array(1)
  all[0]!.read(0, part)
  expect([...part]).toEqual([0])
  all[0]!.close()
  all[1]!.read(0, part)
  expect([...part]).toEqual([1])
  all[1]!.close()
  expect(left()).toEqual([])
})

const failing = (operation: 'writeSync' | 'openSync'): FileSystem => ({
  ...files,
  [operation]: () => {
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
  },
})

test.each(['writeSync', 'openSync'] as const)('a full disk at %s is what the host calls it', (operation) => {
  const write = (): void => {
    const file = diskHost(failing(operation)).scratchFile(name)
    try {
      file.append(Uint8Array.of(1))
    } finally {
      file.close()
    }
  }
  expect(write).toThrow(expect.objectContaining({ failure: 'no_space' }))
  expect(left()).toEqual([])
})

test('a system that writes and reads a byte at a time gets them all', () => {
  const slow: FileSystem = {
    ...files,
    writeSync: ((file: number, bytes: Uint8Array, offset: number) =>
      files.writeSync(file, bytes, offset, 1)) as FileSystem['writeSync'],
    readSync: ((file: number, into: Uint8Array, offset: number, _: number, position: number) =>
      files.readSync(file, into, offset, 1, position)) as FileSystem['readSync'],
  }
  const file = diskHost(slow).scratchFile(name)
  file.append(Uint8Array.of(1, 2, 3, 4))
  const part = new Uint8Array(3)
  file.read(1, part)
  expect([...part]).toEqual([2, 3, 4])
  file.close()
})
