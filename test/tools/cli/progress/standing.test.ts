import { expect, test } from 'vitest'
import { Standing } from '../../../../src/tools/cli/progress/standing.ts'

/** The same memory, as another thread has it. */
const other = (standing: Standing): Standing => new Standing(standing.buffer)

test('another thread reads the innermost phase, and after it the one that it was within', () => {
  const standing = new Standing()
  const reader = other(standing)
  expect(reader.read()).toBeUndefined()
  const training = standing.push('train', 0, 1000, 5)
  standing.advance(training, 100, { loss: 0.5, step: 1, steps: 10 })
  standing.advance(training, 100, { loss: 0.25, step: 2, steps: 10 })
  expect(reader.read()).toMatchObject({
    name: 'train',
    done: 200,
    total: 1000,
    training: { loss: 0.25, step: 2, steps: 10 },
    began: 5,
  })
  const scoring = standing.push('evaluate', 0, undefined, 7)
  expect(reader.read()).toMatchObject({ name: 'evaluate', done: 0, total: undefined, training: undefined, began: 7 })
  standing.advance(scoring, 3, undefined)
  standing.pop(scoring)
  expect(reader.read()).toMatchObject({ name: 'train', done: 200, total: 1000 })
})

test('a phase that ends takes those along that failed within it', () => {
  const standing = new Standing()
  const outer = standing.push('work', 0, undefined, 0)
  standing.push('train', 0, 10, 0)
  const inner = standing.push('read-rows', 0, 10, 0)
  standing.pop(outer)
  expect(other(standing).read()).toBeUndefined()
  // Ended late: it brings nothing back.
  expect(standing.pop(inner)).toBe(0)
  expect(other(standing).read()).toBeUndefined()
})

test('a phase of the same name and place is told from the one before', () => {
  const standing = new Standing()
  const serialOf = (): number | undefined => {
    const depth = standing.push('evaluate', 0, 1, 0)
    const serial = standing.read()?.serial
    standing.pop(depth)
    return serial
  }
  expect(serialOf()).not.toBe(serialOf())
})

test('phases deeper than there is room for are left out, and those above them stay', () => {
  const standing = new Standing()
  const depths = Array.from({ length: 40 }, () => standing.push('train', 0, 10, 0))
  standing.advance(depths.at(-1)!, 5, undefined)
  expect(standing.read()).toMatchObject({ done: 0 })
  standing.pop(depths[1]!)
  standing.advance(depths[0]!, 5, undefined)
  expect(standing.read()).toMatchObject({ done: 5, depth: 0 })
})

test('nothing is drawn while the other thread writes, without a phase, or once it is shut', () => {
  const standing = new Standing()
  const drawer = other(standing)
  const written: string[] = []
  const draw = (): boolean => drawer.draw(true, () => written.push('line'))
  expect(draw()).toBe(false)
  const phase = standing.push('train', 0, undefined, 0)
  standing.exclusively((isDrawn) => {
    expect(isDrawn).toBe(false)
    expect(draw()).toBe(false)
  })
  expect(draw()).toBe(true)
  standing.exclusively((isDrawn) => expect(isDrawn).toBe(true))
  standing.exclusively((isDrawn) => expect(isDrawn).toBe(false))
  standing.shut()
  expect(draw()).toBe(false)
  standing.exclusively(() => undefined)
  expect(draw()).toBe(false)
  standing.pop(phase)
  expect(written).toEqual(['line'])
})

test('a line that stays on the log is not to be cleared', () => {
  const standing = new Standing()
  standing.push('train', 0, undefined, 0)
  expect(standing.draw(false, () => undefined)).toBe(true)
  standing.exclusively((isDrawn) => expect(isDrawn).toBe(false))
})
