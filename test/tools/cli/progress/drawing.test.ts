import { describe, expect, test } from 'vitest'
import { Drawing, type DrawingMode } from '../../../../src/tools/cli/progress/drawing.ts'
import { Standing } from '../../../../src/tools/cli/progress/standing.ts'

/** A command that begins at 1,000,000 ms, and what is drawn of it. */
function drawn(mode: DrawingMode) {
  const standing = new Standing()
  standing.width = 200
  const written: string[] = []
  const clock = { now: 1_000_000 }
  const drawing = new Drawing(standing, {
    ...{ mode, command: 'train', began: clock.now },
    now: () => clock.now,
    memory: () => 100e6,
    write: (text) => written.push(text),
  })
  /** Ticks ten times a second, as the thread does. */
  const pass = (seconds: number, each: () => void = () => undefined): void => {
    for (let tick = 0; tick < Math.round(10 * seconds); tick++) {
      clock.now += 100
      each()
      drawing.tick()
    }
  }
  return { standing, written, pass, began: clock.now }
}

describe('on a terminal', () => {
  test('nothing is drawn in the first two seconds, then five times a second, each over the one before', () => {
    const { standing, written, pass, began } = drawn('live')
    standing.push('train', 0, 1000, began)
    pass(1.9)
    expect(written).toEqual([])
    pass(0.1)
    expect(written).toHaveLength(1)
    pass(2)
    expect(written).toHaveLength(11)
    expect(written.every((text) => text.startsWith('\r\u001b[K') && !text.includes('\n'))).toBe(true)
  })

  test('a line is shorter than the terminal is wide, so that none breaks', () => {
    const { standing, written, pass, began } = drawn('live')
    standing.width = 30
    standing.push('train', 0, 1000, began)
    pass(3)
    expect(written.at(-1)).toBe('\r\u001b[Ktrain: training, 0 of 1,000 r')
    standing.width = 0
    pass(1)
    expect(written.at(-1)).toBe('\r\u001b[K')
  })

  test('what begins in a part that takes long is shown while it goes on', () => {
    const { standing, written, pass, began } = drawn('live')
    pass(60)
    expect(written).toEqual([])
    standing.push('start-engine', 0, undefined, began + 60_000)
    // Nothing of the command's thread happens from here on.
    pass(5)
    expect(written.at(-1)).toContain('starting the engine, 0:05 so far')
  })
})

describe('elsewhere', () => {
  test('a whole line comes after four seconds, and then every ten', () => {
    const { standing, written, pass, began } = drawn('plain')
    standing.push('train', 0, 1000, began)
    pass(3.9)
    expect(written).toEqual([])
    pass(0.1)
    expect(written).toHaveLength(1)
    pass(9.9)
    expect(written).toHaveLength(1)
    pass(0.1)
    expect(written).toHaveLength(2)
    expect(written[0]).toBe('train: training, 0 of 1,000 rows (0 %), 0:04 so far, 100 MB of memory\n')
  })

  test('a line is as long as it has to be', () => {
    const { standing, written, pass, began } = drawn('plain')
    standing.width = 10
    standing.push('train', 0, 1000, began)
    pass(4)
    expect(written[0]?.length).toBeGreaterThan(60)
  })
})

test('the rate is that of the phase alone: what is done within it takes none of its time', () => {
  const { standing, written, pass, began } = drawn('live')
  const training = standing.push('train', 0, 1000, began)
  const steps = (seconds: number): void => pass(seconds, () => standing.advance(training, 1, undefined))
  steps(4)
  expect(written.at(-1)).toContain('40 of 1,000 rows (4 %), 10 rows/s, 1:36 left')
  const scoring = standing.push('evaluate', 0, 100, began + 4000)
  pass(60, () => standing.advance(scoring, 1, undefined))
  expect(written.at(-1)).toContain('evaluating')
  standing.pop(scoring)
  pass(0.1)
  steps(4.1)
  expect(written.at(-1)).toMatch(/training, 81 of 1,000 rows \(8 %\), 10 rows\/s, 1:32 left/)
})
