import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { Host } from '../../../src/host/host.ts'
import { memoryHost } from '../../../src/host/memory.ts'
import { paramsHere } from '../../../src/learn/train/params-here.ts'

/** A host whose working folder is `folder`. */
const hostIn = (folder: string, files: Readonly<Record<string, string>>): Host => ({
  ...memoryHost(files),
  resolve: (...parts) => resolve(folder, ...parts),
})

const params = {
  root: 'data',
  here: '.',
  file: './data/log.csv',
  files: 'data/*.csv',
  all: '*.csv',
  gone: 'nowhere',
  gone_files: 'nowhere/*.csv',
  day: '21',
  empty: '',
  absolute: '/data',
  home: '~/data',
  remote: 's3://data',
}
const files = { '/p/data/log.csv': '' }
const here = (folder: string, of: Readonly<Record<string, string>> = files): object =>
  Object.fromEntries(paramsHere(hostIn(folder, of), { params, folder: '/p' }))

test('where a run was trained, its parameters are what they were', () => {
  expect(here('/p')).toEqual(params)
})

test('elsewhere, relative paths that exist there are absolute, and other values are what they were', () => {
  expect(here('/elsewhere')).toEqual({
    ...params,
    root: '/p/data',
    here: '/p',
    file: '/p/data/log.csv',
    files: '/p/data/*.csv',
    all: '/p/*.csv',
  })
})

test('where the whole project has moved, they are relative to where it is now', () => {
  expect(here('/moved', { '/moved/data/log.csv': '' })).toEqual(params)
})
