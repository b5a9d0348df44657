import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { diagnosticOfHostError } from '../../src/diagnostics/host-failure.ts'
import { diskHost } from '../../src/host/disk.ts'
import { attempt } from '../../src/host/failures.ts'
import { HostError } from '../../src/host/host.ts'

const folder = mkdtempSync(join(tmpdir(), 'ctrc-failures-'))
afterAll(() => rmSync(folder, { recursive: true }))

function messageOf(operation: () => void): string {
  try {
    operation()
  } catch (error) {
    if (error instanceof HostError) return diagnosticOfHostError(error).message.replaceAll(folder, '')
    throw error
  }
  throw new Error('nothing failed')
}

test('a failure of the system names the place and the reason in words, not a call of the system', () => {
  const host = diskHost()
  host.writeAtomic(join(folder, 'file'), 'content')
  expect(messageOf(() => host.makeDirectory(join(folder, 'file/run')))).toBe(
    "'/file/run' could not be used: a part of its path is a file, not a folder (ENOTDIR)",
  )
  const long = 'x'.repeat(300)
  expect(messageOf(() => host.makeDirectory(join(folder, long)))).toMatch(/its name is too long for the file system/)
})

test.each([
  ['EROFS', "'/run' is on a read-only file system"],
  ['EACCES', "no permission to use '/run'"],
  // What making a folder answers on a file system in which nothing can be made, such as /proc.
  ['ENOENT', "'/run' could not be used: there is no such place, and none can be made there (ENOENT)"],
  ['EIO', "'/run' could not be used: the disk fails to read or write it (EIO)"],
])('%s', (code, message) => {
  const fails = (): never => {
    throw Object.assign(new Error(`${code}: something, mkdir '/run'`), { code })
  }
  expect(messageOf(() => attempt('/run', fails))).toBe(message)
})
