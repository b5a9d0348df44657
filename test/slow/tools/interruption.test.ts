import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ctrc, start } from '../bundle.ts'

let project = ''
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'ctrc-interrupted-'))
  expect(await ctrc(['init', '.'], project)).toMatchObject({ exit: 0 })
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

const train = (run: string, ...more: string[]): string[] => [
  ...['train', 'engagement.ctr', '--param', 'root=data', '--run', run],
  ...more,
]

test('Ctrl-C ends a training with 130, a checkpoint and no lock; it goes on from there', async () => {
  const training = start(train('runs/a'), project)
  await training.logged(/^epoch/m)
  training.child.kill('SIGINT')
  expect(await training.finished).toMatchObject({ exit: 130, out: '' })
  expect(existsSync(join(project, 'runs/a/checkpoints/last.safetensors'))).toBe(true)
  expect(existsSync(join(project, 'runs/a/lock'))).toBe(false)
  expect(
    readdirSync(join(project, 'runs/a'), { recursive: true }).filter((each) => String(each).includes('.tmp')),
  ).toEqual([])
  expect(await ctrc(train('runs/a', '--resume'), project)).toMatchObject({ exit: 0 })
})

test('two trainings into one run folder: the second names the process that has it, and the first ends well', async () => {
  const first = start(train('runs/b'), project)
  await first.logged(/^epoch/m)
  const second = await ctrc(train('runs/b', '--resume'), project)
  expect(second.exit).toBe(3)
  expect(second.log).toContain(`CTR9006: the run folder 'runs/b' is in use by process ${first.child.pid}`)
  expect(await first.finished).toMatchObject({ exit: 0 })
})

test('a killed training leaves a lock that the next takes over', async () => {
  const killed = start(train('runs/c'), project)
  await killed.logged(/^epoch/m)
  killed.child.kill('SIGKILL')
  expect(await killed.finished).toMatchObject({ signal: 'SIGKILL' })
  expect(existsSync(join(project, 'runs/c/lock'))).toBe(true)
  expect(await ctrc(train('runs/c', '--resume'), project)).toMatchObject({ exit: 0 })
  expect(existsSync(join(project, 'runs/c/lock'))).toBe(false)
})

test('SIGTERM at any moment of an export, while the runtime opens a session too, leaves it whole or nothing of it', async () => {
  expect(await ctrc(train('runs/d'), project)).toMatchObject({ exit: 0 })
  const out = join(project, 'models')
  const whole = await ctrc(['export', 'runs/d', '--out', 'models'], project)
  expect(whole.exit, whole.log).toBe(0)
  const files = readdirSync(out, { recursive: true }).map(String).sort()
  let interrupted = 0
  for (let moment = 1; moment <= 10; moment++) {
    rmSync(out, { recursive: true, force: true })
    const exporting = start(['export', 'runs/d', '--out', 'models'], project)
    const timer = setTimeout(() => exporting.child.kill('SIGTERM'), (whole.milliseconds * moment) / 11)
    const { exit, signal, log } = await exporting.finished
    clearTimeout(timer)
    // Before ctrc has started, and behind its end, Node itself ends by the signal.
    expect(exit === 130 || exit === 0 || signal === 'SIGTERM', `${exit} ${signal} ${log}`).toBe(true)
    if (exit === 130) interrupted++
    if (existsSync(out)) expect(readdirSync(out, { recursive: true }).map(String).sort()).toEqual(files)
    expect(readdirSync(project).filter((name) => name.startsWith('.models'))).toEqual([])
  }
  expect(interrupted).toBeGreaterThan(0)
})

test('SIGTERM at any moment of a scoring leaves the scores whole or nothing of them', async () => {
  expect(await ctrc(train('runs/e'), project)).toMatchObject({ exit: 0 })
  expect(await ctrc(['export', 'runs/e', '--out', 'scored'], project)).toMatchObject({ exit: 0 })
  const predict = ['predict', 'scored/serving/home_feed', '--input', 'data/impressions.csv', '--out', 'scores/o.csv']
  const whole = await ctrc(predict, project)
  expect(whole.exit, whole.log).toBe(0)
  const bytes = readFileSync(join(project, 'scores/o.csv'))
  for (let moment = 1; moment <= 10; moment++) {
    rmSync(join(project, 'scores'), { recursive: true, force: true })
    const scoring = start(predict, project)
    const timer = setTimeout(() => scoring.child.kill('SIGTERM'), (whole.milliseconds * (moment + 10)) / 21)
    const { exit, signal, log } = await scoring.finished
    clearTimeout(timer)
    expect(exit === 130 || exit === 0 || signal === 'SIGTERM', `${exit} ${signal} ${log}`).toBe(true)
    const left = existsSync(join(project, 'scores')) ? readdirSync(join(project, 'scores')) : []
    expect(left.filter((name) => name !== 'o.csv')).toEqual([])
    if (left.length > 0) expect(readFileSync(join(project, 'scores/o.csv')).equals(bytes)).toBe(true)
  }
})
