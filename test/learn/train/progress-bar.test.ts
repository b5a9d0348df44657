import { expect, test } from 'vitest'
import { recordedTerminal } from '../../../src/host/terminal.ts'
import { ProgressBar, standingLine } from '../../../src/learn/train/progress-bar.ts'

const standing = {
  step: 50,
  steps: 200,
  epochs: 2,
  epoch: 0.5,
  loss: 0.61234,
  rowsPerSecond: 12_345.6,
  secondsLeft: 75,
}

test('shows loss, rows a second and time left, within the width', () => {
  const line = standingLine(standing, 80)
  expect(line).toContain('epoch 1/2  loss 0.6123  12346 rows/s  1:15 left')
  expect(line.length).toBeLessThan(80)
  expect(standingLine(standing, 20).length).toBeLessThan(20)
})

test('a quarter done is a quarter of the bar', () => {
  const line = standingLine(standing, 200)
  expect([...line].filter((c) => c === '━').length).toBe(Math.round(30 / 4))
  expect([...line].filter((c) => c === '─').length).toBe(30 - Math.round(30 / 4))
})

test('is drawn on a terminal alone, ten times a second at most', () => {
  const silent = recordedTerminal()
  new ProgressBar(silent, () => 0).show(standing)
  expect(silent.written.log).toBe('')

  let now = 0
  const watched = { ...recordedTerminal(), logIsTerminal: true }
  const bar = new ProgressBar(watched, () => now)
  bar.show(standing)
  bar.show(standing)
  expect(watched.written.log.split('\r').length - 1).toBe(1)
  now = 100
  bar.show(standing)
  expect(watched.written.log.split('\r').length - 1).toBe(2)
})

test('a note stands on a line of its own', () => {
  const watched = { ...recordedTerminal(), logIsTerminal: true }
  const bar = new ProgressBar(watched, () => 0)
  bar.show(standing)
  bar.note('epoch 0.50')
  expect(watched.written.log.endsWith('\r\u001b[Kepoch 0.50\n')).toBe(true)
})
