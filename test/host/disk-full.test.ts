import * as files from 'node:fs'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { diskHost } from '../../src/host/disk.ts'
import type { FileSystem } from '../../src/host/disk-files.ts'

const systemError = (code: string): Error => Object.assign(new Error(`${code}: as the system says it`), { code })

const refusing =
  (...operations: (keyof FileSystem)[]) =>
  (code: string): FileSystem => ({
    ...files,
    ...Object.fromEntries(
      operations.map((name) => [
        name,
        () => {
          throw systemError(code)
        },
      ]),
    ),
  })

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctrc-full-'))
  writeFileSync(join(folder, 'weights'), 'previous')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A real folder on a file system whose operations fail as the system's would: root is stopped by no permission. */
describe('a write that fails', () => {
  test.each([
    ['ENOSPC', 'no_space'],
    ['EDQUOT', 'no_space'],
    ['EROFS', 'read_only'],
    ['EACCES', 'denied'],
    ['EISDIR', 'is_directory'],
    ['EIO', 'other'],
  ])('with %s is %s, and what was there stays', (code, failure) => {
    for (const operation of ['writeSync', 'fsyncSync', 'renameSync', 'openSync'] as const) {
      const host = diskHost(refusing(operation)(code))
      expect(() => host.writeAtomic(join(folder, 'weights'), 'next')).toThrow(expect.objectContaining({ failure }))
      expect(readdirSync(folder)).toEqual(['weights'])
      expect(readFileSync(join(folder, 'weights'), 'utf8')).toBe('previous')
    }
  })

  test('after half of the bytes leaves nothing behind', () => {
    let calls = 0
    const host = diskHost({
      ...files,
      writeSync: ((file: number, bytes: Uint8Array, offset: number) => {
        if (++calls === 2) throw systemError('ENOSPC')
        return files.writeSync(file, bytes, offset, 3)
      }) as FileSystem['writeSync'],
    })
    expect(() => host.writeAtomic(join(folder, 'weights'), 'next')).toThrow(
      expect.objectContaining({ failure: 'no_space' }),
    )
    expect(calls).toBe(2)
    expect(readdirSync(folder)).toEqual(['weights'])
  })

  test('in a folder that is filled is told by the place that the user has named', async () => {
    const host = diskHost(refusing('writeSync')('ENOSPC'))
    const filling = host.writeFolderAtomic(join(folder, 'out'), async (temporary) => {
      host.writeAtomic(join(temporary, 'serving', 'graph'), 'x')
    })
    await expect(filling).rejects.toMatchObject({ failure: 'no_space', path: join(folder, 'out', 'serving', 'graph') })
  })

  test('in a file that someone else writes too', async () => {
    const host = diskHost(refusing('writeSync')('EIO'))
    const filling = host.writeFileAtomic(join(folder, 'scores'), async (temporary) => host.append(temporary, 'x'))
    await expect(filling).rejects.toMatchObject({ failure: 'other', path: join(folder, 'scores') })
  })

  test('in a file that a library opens behind an interruption leaves nothing: its folder is gone', async () => {
    const host = diskHost()
    const opened = new Promise((resolve) => {
      void host.writeFileAtomic(join(folder, 'scores'), async (temporary) => {
        // The process ends: nothing of ours runs any more, but threads of the library do.
        host.removeTemporaries()
        expect(() => writeFileSync(temporary, 'half')).toThrow('ENOENT')
        resolve(undefined)
        await new Promise(() => {})
      })
    })
    await opened
    expect(readdirSync(folder)).not.toContainEqual(expect.stringContaining('scores'))
  })

  test('a system that writes a few bytes at a time gets them all', () => {
    const host = diskHost({
      ...files,
      writeSync: ((file: number, bytes: Uint8Array, offset: number, length: number) =>
        files.writeSync(file, bytes, offset, Math.min(2, length))) as FileSystem['writeSync'],
    })
    host.writeAtomic(join(folder, 'weights'), 'whole')
    expect(readFileSync(join(folder, 'weights'), 'utf8')).toBe('whole')
  })

  test('when a folder is put in place brings the old folder back', async () => {
    writeFileSync(join(folder, 'weights'), '')
    const real = diskHost()
    real.writeAtomic(join(folder, 'out/old'), 'old')
    let renames = 0
    const host = diskHost({
      ...files,
      renameSync: (from, to) => {
        if (++renames === 2) throw systemError('EROFS')
        files.renameSync(from, to)
      },
    })
    const filling = host.writeFolderAtomic(join(folder, 'out'), async (temporary) =>
      writeFileSync(join(temporary, 'new'), 'new'),
    )
    await expect(filling).rejects.toMatchObject({ failure: 'read_only' })
    expect(readdirSync(folder)).toEqual(['out', 'weights'])
    expect(readdirSync(join(folder, 'out'))).toEqual(['old'])
  })

  test('a failed link is a copy where links do not exist, and an error where there is no space', () => {
    diskHost(refusing('linkSync')('EPERM')).link(join(folder, 'weights'), join(folder, 'copy'))
    expect(readFileSync(join(folder, 'copy'), 'utf8')).toBe('previous')
    expect(() => diskHost(refusing('linkSync')('ENOSPC')).link(join(folder, 'weights'), join(folder, 'x'))).toThrow(
      expect.objectContaining({ failure: 'no_space' }),
    )
  })
})

test('a process that ends in the middle of a folder takes its half-written one away', async () => {
  const host = diskHost()
  let seen: readonly string[] = []
  await host
    .writeFolderAtomic(join(folder, 'out'), async (temporary) => {
      writeFileSync(join(temporary, 'half'), '')
      host.removeTemporaries()
      seen = readdirSync(folder)
    })
    .catch(() => undefined)
  expect(seen).toEqual(['weights'])
})
