import { linkSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { diskHost } from '../../src/host/disk.ts'
import { memoryHost } from '../../src/host/memory.ts'

test('paths of one file are the same, by links too', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ctrc-same-'))
  const at = (name: string): string => join(folder, name)
  try {
    writeFileSync(at('a'), 'x')
    writeFileSync(at('b'), 'x')
    linkSync(at('a'), at('hard'))
    symlinkSync(at('a'), at('soft'))
    symlinkSync(at('nowhere'), at('broken'))
    const { isSame } = diskHost()
    expect(['a', './a', 'hard', 'soft', 'b', 'broken', 'none'].filter((name) => isSame(at(name), at('a')))).toEqual([
      ...['a', './a', 'hard', 'soft'],
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('in memory they are the same by name', () => {
  const { isSame } = memoryHost({ '/d/a': 'x', '/d/b': 'x' })
  expect([isSame('/d/a', '/d/./a'), isSame('/d/a', '/d/b'), isSame('/none', '/none')]).toEqual([true, false, false])
})
