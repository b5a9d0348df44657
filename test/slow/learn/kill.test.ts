import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RandomStream } from '../../../src/graph/random.ts'
import { projectRoot } from '../../architecture/source-files.ts'
import { smallSpec, writeSmallProject } from '../../small-project.ts'
import { ctrc, start } from '../bundle.ts'

let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ctrc-killed-'))
  const generate = join(projectRoot, 'examples/synthetic-ads/generate.mjs')
  execFileSync(process.execPath, [generate, join(folder, 'ads'), '--rows', '4000'])
  // Evaluated, and so kept, every few steps.
  await writeSmallProject(join(folder, 'small'), smallSpec.replace('every: 0.5', 'every: 0.25').replace('2\n', '6\n'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Training {
  readonly spec: string
  readonly data: string
  readonly more?: readonly string[]
  readonly kills: number
}

const trainings: readonly (readonly [string, () => Training])[] = [
  ['natively', () => ({ spec: join(projectRoot, 'examples/synthetic-ads'), data: join(folder, 'ads'), kills: 10 })],
  [
    'by tfjs',
    () => ({
      spec: join(folder, 'small/spec'),
      data: join(folder, 'small/data'),
      more: ['--engine', 'tfjs'],
      kills: 3,
    }),
  ],
]

test.each(trainings)(
  'killed at random moments and resumed each time, %s, the weights are those of a run that nobody touched',
  async (name, of) => {
    const { spec, data, more = [], kills: wanted } = of()
    const train = (run: string, ...rest: string[]): string[] => [
      ...['train', spec, '--param', `root=${data}`, '--run', join(folder, run), ...more, ...rest],
    ]
    // Moments that look random, and are the same every time: as fractions of what a whole training takes.
    const moments = RandomStream.of(1, `kill ${name}`)
    const began = Date.now()
    const whole = `${name}-whole`
    expect(await ctrc(train(whole), folder)).toMatchObject({ exit: 0 })
    const took = Date.now() - began
    let kills = 0
    for (let run = 0; kills < wanted; run++) {
      const killed = `${name}-${run}`
      for (let resumed = false; ; resumed = true) {
        const training = start(train(killed, ...(resumed ? ['--resume'] : [])), folder)
        const timer = setTimeout(() => training.child.kill('SIGKILL'), took * (0.2 + moments.uniform(kills + run)))
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
        expect(bytes(killed).equals(bytes(whole)), `${file} after ${kills} kills`).toBe(true)
      }
    }
  },
)
