import * as files from 'node:fs'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { diskHost } from '../../src/host/disk.ts'
import type { FileSystem } from '../../src/host/disk-files.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctrc-syncing-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A name without what is different in every process. */
const nameOf = (path: string): string => relative(folder, path).replace(/\.\d+@[\w-]+\.\d+\./, '.') || '.'

/** The file system, and what is written, synced and renamed on it, in order. */
function recording(): { readonly fileSystem: FileSystem; readonly log: string[] } {
  const log: string[] = []
  const open = new Map<number, string>()
  const fileSystem: FileSystem = {
    ...files,
    openSync: (path, ...rest) => {
      const file = files.openSync(path, ...rest)
      open.set(file, nameOf(String(path)))
      return file
    },
    writeSync: ((file: number, bytes: Uint8Array, offset: number, length: number) => {
      log.push(`write ${open.get(file)}`)
      return files.writeSync(file, bytes, offset, length)
    }) as FileSystem['writeSync'],
    fsyncSync: (file) => {
      log.push(`sync ${open.get(file)}`)
      files.fsyncSync(file)
    },
    renameSync: (from, to) => {
      log.push(`rename ${nameOf(String(from))} ${nameOf(String(to))}`)
      files.renameSync(from, to)
    },
  }
  return { fileSystem, log }
}

/** What outlives a power cut: a name only ever points at bytes that are on the disk, and the name itself is there in the end. */
test('a file is synced before it is renamed, its folder after that', () => {
  const { fileSystem, log } = recording()
  diskHost(fileSystem).writeAtomic(join(folder, 'last'), 'weights')
  expect(log).toEqual(['write .last.tmp', 'sync .last.tmp', 'rename .last.tmp last', 'sync .'])
})

test('everything in a folder is synced, once where it has several names, before it is renamed, the folder around it after that', async () => {
  const { fileSystem, log } = recording()
  const host = diskHost(fileSystem)
  await host.writeFolderAtomic(join(folder, 'out'), async (temporary) => {
    host.writeAtomic(join(temporary, 'deep/blob'), 'b')
    host.link(join(temporary, 'deep/blob'), join(temporary, 'linked'))
    host.writeAtomic(join(temporary, 'manifest'), 'm')
  })
  expect(log).toEqual([
    'write .out.new/deep/blob',
    'write .out.new/manifest',
    'sync .out.new/deep/blob',
    'sync .out.new/deep',
    'sync .out.new/manifest',
    'sync .out.new',
    'rename .out.new out',
    'sync .',
  ])
})

test('a file that someone else wrote is synced before it is renamed, its folder after that', async () => {
  const { fileSystem, log } = recording()
  await diskHost(fileSystem).writeFileAtomic(join(folder, 'scores'), async (temporary) =>
    files.writeFileSync(temporary, 's'),
  )
  expect(log).toEqual(['sync .scores.tmp/scores', 'rename .scores.tmp/scores scores', 'sync .'])
})

test('what another moved aside comes back only whole: the old folder stays until the new one is in place', async () => {
  const { fileSystem, log } = recording()
  const host = diskHost(fileSystem)
  const fill = async (temporary: string): Promise<void> => host.writeAtomic(join(temporary, 'f'), 'x')
  await host.writeFolderAtomic(join(folder, 'out'), fill)
  log.length = 0
  await host.writeFolderAtomic(join(folder, 'out'), fill)
  expect(log).toEqual([
    'write .out.new/f',
    'sync .out.new/f',
    'sync .out.new',
    'rename out .out.old',
    'rename .out.new out',
    'sync .',
  ])
})

test('a write that fails within a folder that is filled leaves no half a file there', async () => {
  let fails = false
  const host = diskHost({
    ...files,
    writeSync: ((file: number, bytes: Uint8Array, offset: number, length: number) => {
      if (!fails) return files.writeSync(file, bytes, offset, length)
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
    }) as FileSystem['writeSync'],
  })
  await host.writeFolderAtomic(join(folder, 'out'), async (temporary) => {
    host.writeAtomic(join(temporary, 'whole'), 'x')
    fails = true
    expect(() => host.writeAtomic(join(temporary, 'half'), 'x')).toThrow(
      expect.objectContaining({ failure: 'no_space' }),
    )
    fails = false
  })
  expect(files.readdirSync(join(folder, 'out'))).toEqual(['whole'])
})
