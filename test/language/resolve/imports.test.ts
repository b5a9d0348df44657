import { describe, expect, test } from 'vitest'
import { type Host, HostError } from '../../../src/host/host.ts'
import { memoryHost } from '../../../src/host/memory.ts'
import { resolveProgram } from '../../../src/language/resolve/resolve-program.ts'
import { expectMarked, expectMarkedFiles, parts } from './marked-program.ts'

describe('the closure of imports', () => {
  test('paths are relative to the file that imports', () => {
    const { program } = expectMarkedFiles(
      {
        '/specs/one/main.ctr': `import "../shared/all.ctr"\n${parts.model}`,
        '/specs/shared/all.ctr':
          'import "./parts/surfaces.ctr"\nimport "parts/levels.ctr"\nimport "./parts/features.ctr"',
        '/specs/shared/parts/surfaces.ctr': parts.surfaces,
        '/specs/shared/parts/levels.ctr': parts.levels,
        '/specs/shared/parts/features.ctr': parts.features,
      },
      '/specs/one/main.ctr',
    )
    expect([...(program?.files.keys() ?? [])]).toEqual([
      '/specs/one/main.ctr',
      '/specs/shared/all.ctr',
      '/specs/shared/parts/features.ctr',
      '/specs/shared/parts/levels.ctr',
      '/specs/shared/parts/surfaces.ctr',
    ])
  })

  test('files of a relative entry are named relatively', () => {
    const host = memoryHost({ '/specs/main.ctr': 'import "./a.ctr"', '/specs/a.ctr': 'surface s' })
    expect([...resolveProgram(host, './specs//main.ctr').files.keys()]).toEqual(['specs/a.ctr', 'specs/main.ctr'])
  })

  test('a file that is imported twice is read once, and brings its names once', () => {
    expectMarked('import "./surfaces.ctr"')
  })

  test('a missing file is reported where it is imported, with the nearest name', () => {
    const { diagnostics } = expectMarked(
      'import "./towers/serch.ctr" //~ CTR1503 there is no file /towers/serch.ctr; did you mean \'search.ctr\'?',
      { files: { '/towers/search.ctr': 'surface unused' } },
    )
    expect(diagnostics[0]?.fixes[0]?.edits[0]?.text).toBe('"./towers/search.ctr"')
  })

  test('an entry that is not there gives no program', () => {
    const { program, diagnostics } = resolveProgram(memoryHost({}), '/main.ctr')
    expect(program).toBeUndefined()
    expect(diagnostics.map(({ code }) => code)).toEqual(['CTR1503'])
  })

  test('an unreadable file is a mistake among others', () => {
    const memory = memoryHost({ '/main.ctr': 'import "./secret.ctr"\nsurface search' })
    const host: Host = {
      ...memory,
      readText: (path) => {
        if (path === '/secret.ctr') throw new HostError('denied', path, 'permission denied')
        return memory.readText(path)
      },
    }
    const messages = resolveProgram(host, '/main.ctr').diagnostics.map(({ code, message }) => `${code} ${message}`)
    expect(messages).toContain('CTR1504 cannot read /secret.ctr: permission denied')
  })

  test('a folder is no file', () => {
    expectMarked('import "./towers" //~ CTR1504 cannot read /towers', { files: { '/towers/a.ctr': 'surface a' } })
  })

  test('a file that declares nothing', () => {
    expectMarked('import "./empty.ctr" //~ CTR1513 /empty.ctr declares nothing', {
      files: { '/empty.ctr': '// later\n' },
    })
  })

  test('cycles are reported once, with their path', () => {
    expectMarked('import "./a.ctr"', {
      files: {
        '/a.ctr': 'import "./b.ctr"\nsurface a',
        '/b.ctr': 'import "./a.ctr" //~ CTR1505 circular import: /a.ctr -> /b.ctr -> /a.ctr\nsurface b',
      },
    })
  })

  test('a file that imports itself', () => {
    expectMarked('import "./main.ctr" //~ CTR1505 /main.ctr imports itself')
  })

  test('mistakes of the parser come with those of the names', () => {
    const host = memoryHost({ '/main.ctr': 'surface 3\ntrain missing { batch: 10 }' })
    const codes = resolveProgram(host, '/main.ctr').diagnostics.map(({ code }) => code)
    expect(codes).toContain('CTR1001')
    expect(codes).toContain('CTR1501')
  })
})
