import { expect, test } from 'vitest'
import { insteadOf } from '../../src/diagnostics/wording.ts'
import { artifactFolders } from '../../src/host/artifact-folders.ts'
import { memoryHost } from '../../src/host/memory.ts'

const host = memoryHost({
  '/runs/b/run.json': '{}',
  '/runs/a/run.json': '{}',
  '/runs/a/spec/manifest.json': '{}',
  '/out/serving/search/manifest.json': '{}',
  '/out/serving/home/manifest.json': '{}',
  '/far/1/2/3/4/run.json': '{}',
  '/log/a.parquet': '',
})

test.each([
  ['/runs', 'run', "; name one of those in it: '/runs/a', '/runs/b'"],
  ['/runs', 'surface', "; it holds a run, which 'ctrc export' makes surfaces of"],
  ['/runs/a', 'surface', "; it is a run, which 'ctrc export' makes surfaces of"],
  ['/out', 'surface', "; name one of those in it: '/out/serving/home', '/out/serving/search'"],
  ['/out/', 'surface', "; name one of those in it: '/out/serving/home', '/out/serving/search'"],
  ['/out/serving/home', 'run', "; it is an export, whose rows are scored by 'ctrc predict'"],
  ['/far', 'run', ''],
  ['/log', 'run', ''],
  ['/log/a.parquet', 'run', ''],
  ['/nowhere', 'surface', ''],
] as const)('%s in the place of a %s', (folder, expected, words) => {
  expect(insteadOf(expected, folder, artifactFolders(host, folder))).toBe(words)
})

test('of many, the first are named', () => {
  const many = memoryHost(Object.fromEntries([...'abcdef'].map((name) => [`/runs/${name}/run.json`, '{}'])))
  expect(insteadOf('run', '/runs', artifactFolders(many, '/runs'))).toBe(
    "; name one of those in it: '/runs/a', '/runs/b', '/runs/c', '/runs/d', and 2 more",
  )
})
