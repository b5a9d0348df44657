import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { diskHost } from '../../../../src/host/disk.ts'
import { memoryHost } from '../../../../src/host/memory.ts'
import { noInterruption } from '../../../../src/tools/cli/interruption.ts'
import { failingHost } from '../../../host/failing.ts'
import { temporaryFolder } from '../../../temporary-folder.ts'
import { ctrc } from '../run-cli.ts'

const loose = 'surface   a\n'
const laidOut = 'surface a\n'
const broken = 'surface { }\n'

describe('files', () => {
  test('those of a folder are written, and what is laid out already is left alone', async () => {
    const host = memoryHost({ '/p/a.ctr': loose, '/p/below/b.ctr': loose, '/p/c.ctr': laidOut, '/p/d.txt': loose })
    expect(await ctrc(['fmt', '/p'], host)).toEqual({
      exit: 0,
      log: '',
      out: '/p/a.ctr\n/p/below/b.ctr\n2 files formatted, 1 unchanged\n',
    })
    expect(['/p/a.ctr', '/p/below/b.ctr', '/p/d.txt'].map((path) => host.readText(path))).toEqual([
      laidOut,
      laidOut,
      loose,
    ])
    expect(await ctrc(['fmt', '/p', '/p/a.ctr'], failingHost(host, 'read_only'))).toMatchObject({ exit: 0 })
  })

  test('one with syntax errors stays as it is, and the others are formatted', async () => {
    const host = memoryHost({ '/p/a.ctr': broken, '/p/b.ctr': loose })
    const { exit, out, log } = await ctrc(['fmt', '/p'], host)
    expect({ exit, out }).toEqual({ exit: 1, out: '' })
    expect(log).toContain('CTR1001')
    expect(log).toContain('surface { }')
    expect([host.readText('/p/a.ctr'), host.readText('/p/b.ctr')]).toEqual([broken, laidOut])
    expect(JSON.parse((await ctrc(['fmt', '/p', '--format', 'json'], host)).out)).toMatchObject({
      changed: [],
      unchanged: 1,
      diagnostics: [{ code: 'CTR1001' }],
    })
  })

  test('--check writes nothing, and reports each file at the first line that differs', async () => {
    const host = memoryHost({ '/p/a.ctr': `surface b\n${loose}`, '/p/b.ctr': laidOut })
    const ran = await ctrc(['fmt', '--check', '/p', '--format', 'json'], failingHost(host, 'read_only'))
    expect(ran.exit).toBe(1)
    expect(JSON.parse(ran.out)).toMatchObject({
      changed: ['/p/a.ctr'],
      unchanged: 1,
      diagnostics: [{ code: 'CTR9103', range: { start: { line: 1 } } }],
    })
    expect(await ctrc(['fmt', '--check', '/p/b.ctr'], host)).toMatchObject({ exit: 0, log: '' })
  })

  test('a path without a file is reported, and the others are formatted', async () => {
    const host = memoryHost({ '/p/a.ctr': loose })
    const { exit, log } = await ctrc(['fmt', '/p/b.ctr', '/p/a.ctr'], host)
    expect(exit).toBe(1)
    expect(log).toContain('CTR1503')
    expect(host.readText('/p/a.ctr')).toBe(laidOut)
  })

  test('bytes that are no text, and a disk that runs full, are reported', async () => {
    const files = { '/p/a.ctr': new Uint8Array([0xff]), '/p/b.ctr': loose }
    expect((await ctrc(['fmt', '/p'], memoryHost(files))).log).toContain('CTR9101')
    const host = memoryHost({ '/p/b.ctr': loose })
    expect(await ctrc(['fmt', '/p'], failingHost(host, 'no_space'))).toMatchObject({ exit: 3 })
    expect(host.readText('/p/b.ctr')).toBe(loose)
  })
})

describe('on a disk', () => {
  test('permissions stay, links stay links, and what links lead to outside the project is left alone', async () => {
    const folder = temporaryFolder('fmt')
    const [project, outside] = [join(folder, 'project'), join(folder, 'outside')]
    for (const each of [project, outside]) mkdirSync(each)
    writeFileSync(join(project, 'ctrc.json'), '{}')
    writeFileSync(join(project, 'a.ctr'), loose)
    chmodSync(join(project, 'a.ctr'), 0o640)
    symlinkSync('a.ctr', join(project, 'link.ctr'))
    writeFileSync(join(outside, 'b.ctr'), loose)
    symlinkSync(join(outside, 'b.ctr'), join(project, 'out.ctr'))
    symlinkSync(outside, join(project, 'folder'))
    expect(await ctrc(['fmt', project], diskHost())).toMatchObject({ exit: 0 })
    expect(readFileSync(join(project, 'a.ctr'), 'utf8')).toBe(laidOut)
    expect(statSync(join(project, 'a.ctr')).mode & 0o777).toBe(0o640)
    expect(lstatSync(join(project, 'link.ctr')).isSymbolicLink()).toBe(true)
    expect(readFileSync(join(outside, 'b.ctr'), 'utf8')).toBe(loose)
    expect(readdirSync(project).sort()).toEqual(['a.ctr', 'ctrc.json', 'folder', 'link.ctr', 'out.ctr'])
    writeFileSync(join(project, 'a.ctr'), loose)
    expect(await ctrc(['fmt', join(project, 'link.ctr')], diskHost())).toMatchObject({ exit: 0 })
    expect(lstatSync(join(project, 'link.ctr')).isSymbolicLink()).toBe(true)
    expect(readFileSync(join(project, 'a.ctr'), 'utf8')).toBe(laidOut)
  })
})

describe('standard input', () => {
  const fmt = (input: string, ...options: string[]) =>
    ctrc(['fmt', '-', ...options], failingHost(memoryHost(), 'read_only'), noInterruption, input)

  test('goes to standard output, as it is', async () => {
    expect(await fmt('surface   a // \u001b\r\n')).toEqual({
      exit: 0,
      log: '',
      out: `${'surface a'.padEnd(48)}// \u001b\r\n`,
    })
    expect(JSON.parse((await fmt(loose, '--format', 'json')).out)).toMatchObject({ text: laidOut, diagnostics: [] })
  })

  test('with syntax errors gives them with its own line, and no output', async () => {
    const { exit, out, log } = await fmt(broken)
    expect({ exit, out }).toEqual({ exit: 1, out: '' })
    expect(log).toContain('<standard input>:1')
    expect(log).toContain('surface { }')
  })

  test('is checked, and stands alone', async () => {
    expect(await fmt(loose, '--check')).toMatchObject({ exit: 1, log: expect.stringContaining('CTR9103') })
    expect(await fmt(laidOut, '--check')).toMatchObject({ exit: 0 })
    expect(await fmt(laidOut, 'a.ctr')).toMatchObject({ exit: 2 })
  })
})
