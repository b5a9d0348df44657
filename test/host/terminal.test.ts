import { expect, test } from 'vitest'
import { logIsDrawn, recordedTerminal } from '../../src/host/terminal.ts'

const watched = { ...recordedTerminal(), logIsTerminal: true }

test('a line is drawn over itself on a terminal that can, and nowhere else', () => {
  expect(logIsDrawn(watched, { TERM: 'xterm-256color' })).toBe(true)
  // No colour is part of it.
  expect(logIsDrawn(watched, { TERM: 'xterm', NO_COLOR: '1' })).toBe(true)
  expect(logIsDrawn(watched, { TERM: 'dumb' })).toBe(false)
  expect(logIsDrawn(recordedTerminal(), { TERM: 'xterm' })).toBe(false)
})

test('a log that CI keeps gets whole lines, though CI may call itself a terminal', () => {
  expect(logIsDrawn(watched, { CI: 'true' })).toBe(false)
  expect(logIsDrawn(watched, { CI: '1' })).toBe(false)
  expect(logIsDrawn(watched, { CI: 'false' })).toBe(true)
  expect(logIsDrawn(watched, { CI: '' })).toBe(true)
})
