import { expect, test } from 'vitest'
import { dataDiagnostics } from '../../src/diagnostics/registry/data.ts'
import { environmentDiagnostics } from '../../src/diagnostics/registry/environment.ts'
import { fitDiagnostics } from '../../src/diagnostics/registry/fits.ts'
import { learnDiagnostics } from '../../src/diagnostics/registry/learn.ts'
import { nameDiagnostics } from '../../src/diagnostics/registry/names.ts'
import { ruleDiagnostics } from '../../src/diagnostics/registry/rules.ts'
import { sequenceDiagnostics } from '../../src/diagnostics/registry/sequences.ts'
import { serveDiagnostics } from '../../src/diagnostics/registry/serve.ts'
import { syntaxDiagnostics } from '../../src/diagnostics/registry/syntax.ts'
import { typeDiagnostics } from '../../src/diagnostics/registry/types.ts'
import { registry } from '../../src/diagnostics/registry.ts'

const stages = [
  ['syntax', syntaxDiagnostics, 1001, 1499],
  ['names', nameDiagnostics, 1501, 1999],
  ['sequences', sequenceDiagnostics, 1590, 1609],
  ['types', typeDiagnostics, 2001, 3999],
  ['rules', ruleDiagnostics, 1650, 2199],
  ['data', dataDiagnostics, 4001, 4999],
  ['fits', fitDiagnostics, 4070, 4089],
  ['learn', learnDiagnostics, 5001, 5999],
  ['serve', serveDiagnostics, 7001, 7999],
  ['environment', environmentDiagnostics, 9001, 9999],
] as const

test.each(stages)('codes of %s lie in its range', (_, entries, first, last) => {
  const outside = Object.keys(entries).filter(
    (code) => !(Number(code.slice(3)) >= first && Number(code.slice(3)) <= last),
  )
  expect(outside).toEqual([])
})

test('no stage takes the code of another', () => {
  const all = stages.flatMap(([, entries]) => Object.keys(entries))
  expect(Object.keys(registry)).toHaveLength(all.length)
})

test('titles are kebab-case, and no two are the same', () => {
  const titles = Object.values(registry).map(({ title }) => title)
  expect(titles.filter((title) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(title))).toEqual([])
  expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([])
})
