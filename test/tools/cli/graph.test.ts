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
