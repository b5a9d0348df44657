import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { diskHost } from '../../../src/host/disk.ts'
import { memoryHost } from '../../../src/host/memory.ts'
import { checkPath } from '../../../src/language/check/check-entry.ts'
import { resolveProgram } from '../../../src/language/resolve/resolve-program.ts'

const spec = (imported: string): string => `import "${imported}"
level row
features of row { f : float default 0 }
model m on a { trunk { predict click = f } }
`
const secret = 'surface a\nroot:x:0:0\n'

const found = (files: Readonly<Record<string, string>>, entry: string) =>
  resolveProgram(memoryHost(files), entry).diagnostics.map(({ code, message }) => ({ code, message }))

describe('what a spec reads lies in its project', () => {
  test.each([
    ['ctrc.json', '/r/p/main.ctr', '../secret.ctr'],
    ['ctrc.json', '/r/p/specs/main.ctr', '/etc/passwd'],
    ['ctrc.json', '/r/p/specs/deep/main.ctr', '../../../secret.ctr'],
    ['.git/HEAD', '/r/p/specs/main.ctr', '../../secret.ctr'],
    ['nothing', '/r/p/specs/main.ctr', '../../secret.ctr'],
  ])('by %s, %s may not import %s', (marker, entry, imported) => {
    const files = { [entry]: spec(imported), '/r/secret.ctr': secret, '/etc/passwd': secret }
    const all = marker === 'nothing' ? files : { ...files, [`/r/p/${marker}`]: '' }
    const [first] = found(all, entry)
    expect(first?.code).toBe('CTR1569')
    expect(JSON.stringify(found(all, entry))).not.toContain('root:x')
    // Whether there is such a file is not told either.
    const { '/r/secret.ctr': _, '/etc/passwd': __, ...without } = all
    expect(found(without, entry)).toEqual(found(all, entry))
  })

  test('inside, `..` and absolute paths are as good as any', () => {
    const files = { '/r/ctrc.json': '', '/r/shared/a.ctr': 'surface a' }
    for (const imported of ['../../shared/a.ctr', '/r/shared/a.ctr'])
      expect(found({ ...files, '/r/p/q/main.ctr': spec(imported) }, '/r/p/q/main.ctr')).toEqual([])
    // Copies of a few folders side by side have no marker.
    expect(
      found({ '/c/shared/a.ctr': 'surface a', '/c/q/main.ctr': spec('../shared/a.ctr') }, '/c/q/main.ctr'),
    ).toEqual([])
  })

  test('queries and vocabularies, too', () => {
    const main = `${spec('./a.ctr')}
features of row { w : string in words }
table words { rows: vocabulary("../words.txt"), dim: 2 }
dataset log {
  query:   file("../../etc/log.sql")
  surface: a
  labels:  { click: c == 1 }
  splits:  { train: d < 3 }
}
`
    const files = {
      '/p/ctrc.json': '',
      '/p/main.ctr': main,
      '/p/a.ctr': 'surface a',
      '/words.txt': 'x',
      '/etc/log.sql': 'select 1',
    }
    expect(found(files, '/p/main.ctr').map(({ code }) => code)).toEqual(['CTR1569', 'CTR1569'])
  })
})

describe('on a disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ctrc-outside-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const at = (path: string): string => join(folder, path)
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(at(path)), { recursive: true })
    writeFileSync(at(path), text)
  }
  const codes = (path: string): readonly string[] => checkPath(diskHost(), at(path)).diagnostics.map(({ code }) => code)

  test('a link that leads out of the project is outside', () => {
    write('secret.ctr', secret)
    write('p/ctrc.json', '')
    write('p/main.ctr', spec('./inside.ctr'))
    symlinkSync(at('secret.ctr'), at('p/inside.ctr'))
    expect(codes('p/main.ctr')).toContain('CTR1569')
    // One that stays within is a file like any.
    write('p/real.ctr', 'surface a')
    write('p/linked.ctr', spec('./alias.ctr'))
    symlinkSync(at('p/real.ctr'), at('p/alias.ctr'))
    expect(codes('p/linked.ctr')).not.toContain('CTR1569')
  })

  test('a device is not read', () => {
    write('d/ctrc.json', '')
    symlinkSync('/dev/zero', at('d/endless.ctr'))
    expect(codes('d/endless.ctr')).toEqual(['CTR1504'])
    write('d/main.ctr', spec('./endless.ctr'))
    expect(codes('d/main.ctr')).toContain('CTR1569')
  })

  test('links in circles end', () => {
    write(
      'c/main.ctr',
      'surface a\nlevel row\nfeatures of row { f : float default 0 }\nmodel m on a { trunk { predict click = f } }\n',
    )
    for (const name of ['one', 'two', 'three']) symlinkSync(at('c'), at(`c/${name}`))
    write('e/a.ctr', 'surface a\n')
    for (const name of ['one', 'two', 'three']) symlinkSync(at('e'), at(`e/${name}`))
    expect(codes('c')).not.toContain('CTR1510')
    expect(codes('e')).toEqual(['CTR1510'])
  })
})

test('a file that is too large for a spec is not read into memory', () => {
  const host = memoryHost({ '/main.ctr': `${spec('./a.ctr')}// ${'x'.repeat(16_000_001)}`, '/a.ctr': 'surface a' })
  expect(checkPath(host, '/main.ctr').diagnostics.map(({ code }) => code)).toEqual(['CTR1504'])
})
