import { expect, test } from 'vitest'
import { diskHost } from '../../src/host/disk.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { ctrc } from '../tools/cli/run-cli.ts'
import { apply, beginIn, steps, tutorial } from './tutorial-page.ts'

/** What the command prints to who calls it in the folder, as the page's reader does. */
async function printedIn(folder: string, words: readonly string[]): Promise<string> {
  const args = words.map((word) => word.replace(/^(root=)?(?=data$|\w+\.ctr$)/, `$1${folder}/`))
  const { out, log } = await ctrc(args, diskHost())
  return `${log}${out}`.replaceAll(`${folder}/`, '')
}

// Exact: what `check` prints depends on the texts and the rows alone. `npx vitest run test/docs --update` writes the page anew.
test('docs/tutorial.md shows what its specs print, one edit after the other', async () => {
  const folder = temporaryFolder('tutorial')
  beginIn(folder)
  const page: string[] = []
  let end = 0
  for (const step of steps) {
    if (step.kind !== 'command') apply(folder, step)
    else if (step.words[0] === 'check') {
      page.push(tutorial.slice(end, step.at), await printedIn(folder, step.words))
      end = step.at + step.printed.length
    }
  }
  await expect([...page, tutorial.slice(end)].join('')).toMatchFileSnapshot('../../docs/tutorial.md')
})
