import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../temporary-folder.ts'
import { bundle } from '../bundle.ts'

const fmt = (args: readonly string[], input = '') =>
  spawnSync(process.execPath, [bundle, 'fmt', ...args], { input, encoding: 'utf8' })

test('a process formats its standard input, from an empty one on', () => {
  expect(fmt(['-'], 'surface   a\r\n')).toMatchObject({ status: 0, stdout: 'surface a\r\n', stderr: '' })
  expect(fmt(['-'])).toMatchObject({ status: 0, stdout: '', stderr: '' })
  const long = 'surface   a\n'.repeat(20_000)
  expect(fmt(['-'], long)).toMatchObject({ status: 0, stdout: 'surface a\n'.repeat(20_000) })
  expect(fmt(['-'], 'surface { }')).toMatchObject({ status: 1, stdout: '' })
})

test('a process formats a folder, and leaves the file with a mistake', () => {
  const folder = temporaryFolder('fmt')
  writeFileSync(join(folder, 'a.ctr'), 'surface   a\n')
  writeFileSync(join(folder, 'b.ctr'), 'surface { }\n')
  expect(fmt(['--check', folder]).status).toBe(1)
  expect(fmt([folder]).status).toBe(1)
  expect(readFileSync(join(folder, 'a.ctr'), 'utf8')).toBe('surface a\n')
  expect(readFileSync(join(folder, 'b.ctr'), 'utf8')).toBe('surface { }\n')
})
