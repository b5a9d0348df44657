import { expect, test } from 'vitest'
import { memoryHost } from '../../../src/host/memory.ts'
import { projectOfRun } from '../../../src/learn/train/project-of-run.ts'
import { runFolder } from '../../../src/learn/train/run-folder.ts'

const project = (files: readonly string[], entry: string, run: string): string => {
  const host = memoryHost(Object.fromEntries(files.map((file) => [file, ''])))
  // Of the model, only where its entry lay matters.
  return projectOfRun(host, runFolder(host, run), { entry })
}

test.each([
  [
    'the nearest folder up from the spec with a ctrc.json',
    ['/p/ctrc.json', '/p/specs/m.ctr'],
    '/p/specs/m.ctr',
    '/r',
    '/p',
  ],
  ['else with .git', ['/p/.git/HEAD', '/p/specs/m.ctr'], '/p/specs/m.ctr', '/r', '/p'],
  ["else the spec's own", ['/p/specs/m.ctr'], '/p/specs/m.ctr', '/r', '/p/specs'],
  ['that of the run where the spec has gone', ['/new/ctrc.json', '/new/m.ctr'], '/old/m.ctr', '/new/runs/a', '/new'],
])('the project of a run is %s', (_, files, entry, run, expected) => {
  expect(project(files, entry, run)).toBe(expected)
})
