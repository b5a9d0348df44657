import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectRoot } from '../../architecture/source-files.ts'
import { ctrc, start } from '../bundle.ts'

const moments = 10

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctrc-killed-'))
  const generate = join(projectRoot, 'examples/synthetic-ads/generate.mjs')
  execFileSync(process.execPath, [generate, join(folder, 'data'), '--rows', '20000'])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const train = (run: string, ...more: string[]): string[] => [
  ...['train', join(projectRoot, 'examples/synthetic-ads'), '--param', `root=${join(folder, 'data')}`],
  ...['--run', join(folder, run), ...more],
]

test('killed at random moments and resumed each time, the weights are those of a run that nobody touched', async () => {
  const began = Date.now()
  expect(await ctrc(train('whole'), folder)).toMatchObject({ exit: 0 })
  const whole = Date.now() - began
  let kills = 0
  for (let run = 0; kills < moments; run++) {
    const name = `killed-${run}`
    for (let resumed = false; ; resumed = true) {
      const training = start(train(name, ...(resumed ? ['--resume'] : [])), folder)
      const timer = setTimeout(() => training.child.kill('SIGKILL'), whole * (0.2 + Math.random()))
      const { exit, signal, log } = await training.finished
      clearTimeout(timer)
      if (signal !== 'SIGKILL') {
        expect(exit, log).toBe(0)
        break
      }
      kills++
    }
    for (const file of ['last', 'best']) {
      const bytes = (of: string) => readFileSync(join(folder, of, 'checkpoints', `${file}.safetensors`))
      expect(bytes(name).equals(bytes('whole')), `${file} after ${kills} kills`).toBe(true)
    }
  }
})
