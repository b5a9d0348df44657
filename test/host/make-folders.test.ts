import * as files from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeFolders } from '../../src/host/make-folders.ts'

const root = files.mkdtempSync(join(tmpdir(), 'ctrc-folders-'))
afterAll(() => files.rmSync(root, { recursive: true, force: true }))

test('makes a folder and those above it, and leaves those that are there', () => {
  makeFolders(files, join(root, 'a/b/c'))
  makeFolders(files, join(root, 'a/b/d'))
  expect(files.readdirSync(join(root, 'a/b'))).toEqual(['c', 'd'])
})

test('tries a folder in which nothing can be made once', () => {
  let tries = 0
  const mkdirSync = (() => {
    tries++
    throw Object.assign(new Error('ENOENT: no such file or directory, mkdir'), { code: 'ENOENT' })
  }) as typeof files.mkdirSync
  expect(() => makeFolders({ existsSync: files.existsSync, mkdirSync }, join(root, 'x'))).toThrow('ENOENT')
  expect(tries).toBe(1)
})
