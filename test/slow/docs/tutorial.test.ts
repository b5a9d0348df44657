import { expect, test } from 'vitest'
import { apply, beginIn, steps, tutorial } from '../../docs/tutorial-page.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { ctrc } from '../bundle.ts'

/** Reports of progress, which depend on how fast the machine is. */
const progress = /^\w+: .* so far, .*\n|^\w+: .* of memory\n/gm

/** Without what another kind of processor computes otherwise in the last digits, and so the columns' widths and the best epoch. */
const words = (printed: string): string =>
  printed
    .replace(/-?\d+([.,]\d+)*/g, '#')
    .replace(/ *\*$/gm, '')
    .replace(/ +/g, ' ')

test('docs/tutorial.md shows what training, measuring and serving its last program print', async () => {
  const folder = temporaryFolder('tutorial')
  beginIn(folder)
  for (const step of steps) if (step.kind !== 'command') apply(folder, step)
  const page: string[] = []
  let end = 0
  for (const step of steps) {
    if (step.kind !== 'command' || step.words[0] === 'check') continue
    const { exit, out, log } = await ctrc(step.words, folder)
    expect({ command: step.words[0], exit }).toEqual({ command: step.words[0], exit: 0 })
    const printed = `${log}${out}`.replace(progress, '')
    page.push(tutorial.slice(end, step.at), words(printed) === words(step.printed) ? step.printed : printed)
    end = step.at + step.printed.length
  }
  // With `--update` the page is written anew.
  await expect([...page, tutorial.slice(end)].join('')).toMatchFileSnapshot('../../../docs/tutorial.md')
})
