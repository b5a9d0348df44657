import { expect, test } from 'vitest'
import { memoryHost } from '../../../src/host/memory.ts'
import { allForms, allFormsEntry } from '../../serve/all-forms.ts'
import { ctrc } from './run-cli.ts'

test('a graph in which a word of a fitted vocabulary is served is printed, as an untrained build has it', async () => {
  expect(Object.values(allForms).join('')).toContain('served as "b"')
  const { exit, out, log } = await ctrc(['graph', allFormsEntry, '--surface', 'search'], memoryHost(allForms))
  expect(log).not.toContain('error')
  expect(exit).toBe(0)
  expect(out).toContain('status')
})

test('an unknown surface or pass is told with those that there are', async () => {
  const shown = async (...given: readonly string[]) => {
    const { exit, log } = await ctrc(['graph', allFormsEntry, ...given], memoryHost(allForms))
    expect(exit).not.toBe(0)
    return log
  }
  expect(await shown('--surface', 'nowhere')).toMatch(/no live surface 'nowhere'.*hoose from .*search/)
  expect(await shown('--surface', 'search', '--after', 'nothing')).toMatch(/no pass 'nothing'.*hoose from .*prune/)
  expect(await shown('--after', 'prune')).toContain('name --surface or --training with --after')
})
