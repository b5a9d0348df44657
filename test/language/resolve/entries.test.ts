import { expect, test } from 'vitest'
import { memoryHost } from '../../../src/host/memory.ts'
import { entriesOf } from '../../../src/language/resolve/entries.ts'

const model = 'model m on s { }'
const codes = (found: ReturnType<typeof entriesOf>) => found.diagnostics.map(({ code }) => code)

const project = memoryHost({
  '/project/.git/HEAD': '',
  '/project/specs/one/one.ctr': `import "../shared/a.ctr"\n${model}`,
  '/project/specs/two/two.ctr': `import "../shared/b.ctr"\n${model}`,
  '/project/specs/two/towers/t.ctr': 'surface t',
  '/project/specs/shared/a.ctr': 'import "./b.ctr"\nsurface a',
  '/project/specs/shared/b.ctr': 'surface b // no model here',
  '/project/specs/shared/c.ctr': 'surface c',
  '/project/node_modules/p/x.ctr': model,
  '/project/.hidden/x.ctr': model,
  '/project/docs/readme.md': 'a model',
})

test('a file with a model is an entry', () => {
  expect(entriesOf(project, '/project/specs/one/one.ctr')).toEqual({
    entries: ['/project/specs/one/one.ctr'],
    diagnostics: [],
  })
})

test('a folder means the entries in it', () => {
  expect(entriesOf(project, '/project/specs/two').entries).toEqual(['/project/specs/two/two.ctr'])
})

test('a folder without entries of its own means those below, in order; hidden folders and packages apart', () => {
  expect(entriesOf(project, '/project/').entries).toEqual(['/project/specs/one/one.ctr', '/project/specs/two/two.ctr'])
})

test('several entries in a folder are a program each', () => {
  const host = memoryHost({ '/s/b.ctr': model, '/s/a.ctr': model })
  expect(entriesOf(host, '/s').entries).toEqual(['/s/a.ctr', '/s/b.ctr'])
})

test('a file that programs share means the programs that have it', () => {
  expect(entriesOf(project, '/project/specs/shared/b.ctr').entries).toHaveLength(2)
  expect(entriesOf(project, '/project/specs/shared/a.ctr').entries).toEqual(['/project/specs/one/one.ctr'])
})

test('a ctrc.json bounds the project more closely than the repository', () => {
  const host = memoryHost({
    '/r/.git/HEAD': '',
    '/r/far.ctr': `import "./p/a.ctr"\n${model}`,
    '/r/p/ctrc.json': '{}',
    '/r/p/near.ctr': `import "./a.ctr"\n${model}`,
    '/r/p/a.ctr': 'surface a',
  })
  expect(entriesOf(host, '/r/p/a.ctr').entries).toEqual(['/r/p/near.ctr'])
})

test('a relative path finds its project above', () => {
  const host = memoryHost({
    '/.git/HEAD': '',
    '/one.ctr': `import "./shared/a.ctr"\n${model}`,
    '/shared/a.ctr': 'surface a',
  })
  expect(entriesOf(host, 'shared/a.ctr').entries).toEqual(['one.ctr'])
})

test('what means no program', () => {
  expect(codes(entriesOf(project, '/project/specs/shared/c.ctr'))).toEqual(['CTR1511'])
  expect(codes(entriesOf(project, '/project/docs'))).toEqual(['CTR1510'])
  expect(codes(entriesOf(project, '/project/specs/three'))).toEqual(['CTR1503'])
  expect(codes(entriesOf(memoryHost({ '/empty.ctr': '\n' }), '/empty.ctr'))).toEqual(['CTR1513'])
  expect(codes(entriesOf(memoryHost({ '/bytes.ctr': new Uint8Array([0xff, 0xfe, 0x00]) }), '/bytes.ctr'))).toEqual([
    'CTR1504',
  ])
})

test('a file whose mistakes hide its model is looked at all the same', () => {
  expect(entriesOf(memoryHost({ '/broken.ctr': 'modle m on s { }' }), '/broken.ctr').entries).toEqual(['/broken.ctr'])
})
