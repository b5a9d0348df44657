import { expect, test } from 'vitest'
import { recordedTerminal } from '../../../../src/host/terminal.ts'
import { shownProgress } from '../../../../src/tools/cli/progress/shown-progress.ts'
import { Standing } from '../../../../src/tools/cli/progress/standing.ts'

const clear = '\r\u001b[K'

/** A command's progress, and the thread that draws it. */
function shown() {
  const terminal = recordedTerminal()
  let drawer: Standing | undefined
  const progress = shownProgress({
    terminal,
    now: () => 0,
    startDrawing({ buffer }) {
      expect(drawer).toBeUndefined()
      drawer = new Standing(buffer)
    },
  })
  return {
    ...progress,
    written: terminal.written,
    isDrawing: () => drawer !== undefined,
    draw: () => drawer?.draw(true, () => terminal.log('line')) ?? false,
  }
}

test('a command without parts that may take long starts no drawing', () => {
  const { progress, isDrawing, terminal, written, close } = shown()
  const whole = progress.phase('work')
  terminal.log('a')
  terminal.out('b')
  whole.end()
  close()
  expect(isDrawing()).toBe(false)
  expect(written).toEqual({ log: 'a', out: 'b' })
})

test('what is written meanwhile takes the place of the line, which comes again below it', () => {
  const { progress, draw, terminal, written } = shown()
  progress.phase('work')
  progress.phase('train', 100)
  terminal.log('before\n')
  expect(draw()).toBe(true)
  terminal.log('epoch 0.50\n')
  draw()
  expect(written).toEqual({ out: '', log: `before\nline${clear}epoch 0.50\nline` })
})

test('a result is written where the line was', () => {
  const { progress, draw, terminal, written } = shown()
  progress.phase('work')
  progress.phase('train', 100)
  draw()
  terminal.out('result\n')
  expect(written).toEqual({ out: 'result\n', log: `line${clear}` })
})

test('the line goes when the work ends, in whichever phase it failed, and does not come again', () => {
  const { progress, draw, written } = shown()
  const whole = progress.phase('work')
  progress.phase('train', 100)
  progress.phase('read-rows')
  draw()
  whole.end()
  expect(written.log).toBe(`line${clear}`)
  expect(draw()).toBe(false)
})

test('the line goes when the process ends in the middle of the work', () => {
  const { progress, draw, close, terminal, written } = shown()
  progress.phase('work')
  progress.phase('train', 100)
  draw()
  close()
  close()
  expect(draw()).toBe(false)
  terminal.log('last\n')
  expect(written.log).toBe(`line${clear}last\n`)
})
