import { expect, test } from 'vitest'
import { library } from '../../../src/language/stdlib/library.ts'
import { expectMarked, programOf } from './marked-program.ts'

const files = {
  '/m.ctr': `
export module shown(x: [4]) -> [4] { return x }
module own(x: [4]) -> [4] { return x }
surface lobby
`,
}

test('a file sees its own modules and those it imports by name', () => {
  const { modulesOf } = programOf('import { shown } from "./m.ctr"\nmodule mine(x: [4]) -> [4] { return shown(x) }', {
    files,
  })
  expect([...(modulesOf.get('/main.ctr')?.keys() ?? [])]).toEqual(['mine', 'shown'])
  expect([...(modulesOf.get('/m.ctr')?.keys() ?? [])]).toEqual(['own', 'shown'].sort().reverse())
  expect(modulesOf.get('/main.ctr')?.get('shown')?.file).toBe('/m.ctr')
})

test('an import by name brings the global names of the file too', () => {
  expect(programOf('import { shown } from "./m.ctr"', { files }).surfaces.has('lobby')).toBe(true)
})

test('a module that is not there', () => {
  expectMarked("import { shwon } from \"./m.ctr\" //~ CTR1506 ./m.ctr has no module 'shwon'; did you mean 'shown'?", {
    files,
  })
})

test('a module that is not exported, with the fix', () => {
  const { diagnostics } = expectMarked('import { own } from "./m.ctr" //~ CTR1507', { files })
  const [edit] = diagnostics[0]?.fixes[0]?.edits ?? []
  expect(edit).toMatchObject({ text: 'export ', span: { file: '/m.ctr' } })
  expect(files['/m.ctr'].slice(edit?.span.start)).toMatch(/^module own/)
})

test('what is global is not imported by name', () => {
  expectMarked('import { lobby } from "./m.ctr" //~ CTR1508 \'lobby\' is a surface', { files })
})

test('two modules of one name in a file', () => {
  expectMarked(`
module twice(x: [4]) -> [4] { return x }
module twice(x: [4]) -> [4] { return x } //~ CTR1502 module 'twice' is declared twice
`)
  expectMarked(
    `
import { shown } from "./m.ctr" //~ CTR1502 module 'shown' is declared twice
module shown(x: [4]) -> [4] { return x }
`,
    { files },
  )
})

test('two files may each have a module of one name', () => {
  expectMarked('module own(x: [4]) -> [4] { return x }\nimport { shown } from "./m.ctr"', { files })
})

test('the standard library: files that are needed, and no others', () => {
  const { files: read, modulesOf } = programOf('import { mlp, pool_mean } from "ctr:std"')
  const loaded = [...read.keys()].filter((path) => path.startsWith('ctr:'))
  expect(loaded).toContain('ctr:std/mlp.ctr')
  expect(loaded).toContain('ctr:std/dense.ctr')
  expect(loaded).not.toContain('ctr:std/transformer.ctr')
  expect(modulesOf.get('/main.ctr')?.get('pool_mean')?.declaration.exported).toBe(true)
  expect([...(modulesOf.get('ctr:std/mlp.ctr')?.keys() ?? [])]).toContain('dense')
})

test('every file of the standard library resolves', () => {
  const names = [...library.values()].flatMap((text) =>
    [...text.matchAll(/^export module (\w+)/gm)].map(([, name]) => name),
  )
  expect(names).toEqual(
    expect.arrayContaining(['dense', 'linear', 'mlp', 'dcnv2', 'mmoe', 'transformer', 'layer_norm']),
  )
  programOf(`import { ${names.join(', ')} } from "ctr:std"`)
})

test('the library has no such module, or there is no such library', () => {
  expectMarked("import { mlpp } from \"ctr:std\" //~ CTR1506 ctr:std has no module 'mlpp'; did you mean 'mlp'?")
  expectMarked('import { mlp } from "ctr:standard" //~ CTR1509 unknown library ctr:standard')
  expectMarked('import "ctr:std" //~ CTR1509 name the modules to import')
})
