import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { diskHost } from '../../src/host/disk.ts'
import { type Host, HostError } from '../../src/host/host.ts'
import { memoryHost } from '../../src/host/memory.ts'
import { partsOf } from '../../src/host/open-file.ts'
import { failingHost } from './failing.ts'

let folder = ''
let host: Host

const failureOf = (operation: () => unknown): string => {
  try {
    operation()
  } catch (error) {
    if (error instanceof HostError) return error.failure
  }
  return 'none'
}

/** The same properties hold on a disk and in memory. */
describe.each([
  ['disk', () => diskHost(), () => mkdtempSync(join(tmpdir(), 'ctrc-host-'))],
  ['memory', () => memoryHost(), () => '/work'],
])('%s host', (kind, make, makeFolder) => {
  beforeEach(() => {
    host = make()
    folder = makeFolder()
    host.makeDirectory(folder)
  })
  afterEach(() => {
    if (kind === 'disk') rmSync(folder, { recursive: true, force: true })
  })
  const at = (...parts: string[]): string => host.resolve(folder, ...parts)

  test('reads what it wrote, making the folders on the way', () => {
    host.writeAtomic(at('a/b/c.txt'), 'Größe')
    expect(host.readText(at('a/b/c.txt'))).toBe('Größe')
    expect([...(host.readBytes(at('a/b/c.txt')) ?? [])]).toEqual([...new TextEncoder().encode('Größe')])
    expect(host.isDirectory(at('a/b'))).toBe(true)
    expect(host.list(at('a'))).toEqual(['b'])
  })

  test('gives bytes that are plain: a slice of them is a copy', () => {
    host.writeAtomic(at('f'), Uint8Array.of(1, 2, 3))
    const bytes = host.readBytes(at('f'))
    const copy = bytes?.slice(1)
    bytes?.fill(0)
    expect([...(copy ?? [])]).toEqual([2, 3])
    expect(copy?.buffer.byteLength).toBe(2)
  })

  test('takes a content in pieces, which may be one array that is filled anew', () => {
    const piece = new Uint8Array(2)
    function* pieces() {
      for (let i = 0; i < 3; i++) yield piece.fill(i)
    }
    host.writeAtomic(at('f'), pieces())
    expect([...(host.readBytes(at('f')) ?? [])]).toEqual([0, 0, 1, 1, 2, 2])
  })

  test('opens a file to read parts of it', () => {
    host.writeAtomic(
      at('f'),
      Uint8Array.from({ length: 100 }, (_, i) => i),
    )
    const file = host.openRead(at('f'))!
    const part = new Uint8Array(3)
    file.read(97, part)
    expect([file.size, ...part]).toEqual([100, 97, 98, 99])
    expect(failureOf(() => file.read(98, part))).toBe('other')
    expect([...partsOf(file)].flatMap((bytes) => [...bytes])).toEqual(Array.from({ length: 100 }, (_, i) => i))
    file.close()
    expect(host.openRead(at('missing'))).toBeUndefined()
    expect(failureOf(() => host.openRead(folder))).toBe('is_directory')
  })

  test('gives undefined for what is not there, also below a file', () => {
    host.writeAtomic(at('file'), '')
    expect(host.readText(at('missing'))).toBeUndefined()
    expect(host.readText(at('file/below'))).toBeUndefined()
    expect(host.exists(at('missing'))).toBe(false)
    expect(host.isDirectory(at('file'))).toBe(false)
  })

  test('reports what went wrong with a folder read as a file, and with bytes read as text', () => {
    host.writeAtomic(at('bytes'), Uint8Array.of(0xff, 0xfe, 0x00))
    expect(failureOf(() => host.readText(folder))).toBe('is_directory')
    expect(failureOf(() => host.readText(at('bytes')))).toBe('not_text')
    expect(failureOf(() => host.list(at('missing')))).toBe('other')
  })

  test('drops a byte order mark', () => {
    host.writeAtomic(at('marked'), Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))
    expect(host.readText(at('marked'))).toBe('a')
  })

  test('replaces a file, and appends to one', () => {
    host.writeAtomic(at('f'), 'one')
    host.writeAtomic(at('f'), 'two')
    host.append(at('f'), ' three')
    host.append(at('g/new'), 'first')
    expect(host.readText(at('f'))).toBe('two three')
    expect(host.readText(at('g/new'))).toBe('first')
  })

  test('creates a file exclusively once', () => {
    expect(host.createExclusive(at('lock'), 'mine')).toBe(true)
    expect(host.createExclusive(at('lock'), 'yours')).toBe(false)
    expect(host.readText(at('lock'))).toBe('mine')
    expect(host.list(folder)).toEqual(['lock'])
  })

  test('fills a folder and puts it in the place of the old one', async () => {
    host.writeAtomic(at('out/old.txt'), 'old')
    await host.writeFolderAtomic(at('out'), async (temporary) => {
      host.writeAtomic(host.resolve(temporary, 'deep/new.txt'), 'new')
    })
    expect(host.list(at('out'))).toEqual(['deep'])
    expect(host.readText(at('out/deep/new.txt'))).toBe('new')
    expect(host.list(folder)).toEqual(['out'])
  })

  test('leaves the old folder and nothing else when filling fails', async () => {
    host.writeAtomic(at('out/old.txt'), 'old')
    const full = failingHost(host, 'no_space', 2)
    const filling = full.writeFolderAtomic(at('out'), async (temporary) => {
      full.writeAtomic(host.resolve(temporary, 'one'), '1')
      full.writeAtomic(host.resolve(temporary, 'two'), '2')
    })
    await expect(filling).rejects.toMatchObject({ failure: 'no_space' })
    expect(host.list(folder)).toEqual(['out'])
    expect(host.readText(at('out/old.txt'))).toBe('old')
  })

  test('links, renames and removes', () => {
    host.writeAtomic(at('a'), 'content')
    host.link(at('a'), at('sub/b'))
    expect(host.readText(at('sub/b'))).toBe('content')
    expect(failureOf(() => host.link(at('a'), at('sub/b')))).toBe('other')
    host.rename(at('sub'), at('moved'))
    expect(host.readText(at('moved/b'))).toBe('content')
    host.remove(at('moved'))
    expect(host.exists(at('moved/b'))).toBe(false)
    expect(host.readText(at('a'))).toBe('content')
  })

  test('a scratch file is written to its end and read anywhere, until it is closed', () => {
    const [file, other] = [host.scratchFile('rows'), host.scratchFile('rows')]
    for (let piece = 0; piece < 10; piece++) file.append(Uint8Array.of(2 * piece, 2 * piece + 1))
    other.append(Uint8Array.of(99))
    const part = new Uint8Array(5)
    file.read(3, part)
    expect([...part]).toEqual([3, 4, 5, 6, 7])
    file.append(Uint8Array.of(20))
    file.read(16, part)
    expect([...part]).toEqual([16, 17, 18, 19, 20])
    expect(failureOf(() => file.read(17, part))).toBe('other')
    file.close()
    other.close()
  })

  test('resolves paths like a shell', () => {
    expect(host.resolve('/a/b', '../c', './d')).toBe('/a/c/d')
    expect(host.resolve('/a', '/b/')).toBe('/b')
  })
})

test('the memory clock stands still unless it is given', () => {
  expect(memoryHost().now()).toBe(0)
  expect(memoryHost({}, () => 7).now()).toBe(7)
})

test('this machine has a clock', () => {
  // Not the system's to the millisecond: it does not follow when that is set.
  expect(Math.abs(diskHost().now() - Date.now())).toBeLessThan(3_600_000)
})

test('a disk that holds nothing more leaves the test folder as it was', () => {
  const place = mkdtempSync(join(tmpdir(), 'ctrc-host-'))
  const full = failingHost(diskHost(), 'read_only')
  expect(() => full.writeAtomic(join(place, 'a'), 'x')).toThrow(HostError)
  expect(readdirSync(place)).toEqual([])
  rmSync(place, { recursive: true })
})
