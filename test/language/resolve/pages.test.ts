import { describe, expect, test } from 'vitest'
import { nameDiagnostics } from '../../../src/diagnostics/registry/names.ts'
import { diskHost } from '../../../src/host/disk.ts'
import { memoryHost } from '../../../src/host/memory.ts'
import { resolveProgram } from '../../../src/language/resolve/resolve-program.ts'

/** The pages' examples hold what they show. An example may leave out the model and the levels that it is not about. */
const leftOut = ['CTR1512', 'CTR1531']

/** A folder as a spec, or a file without a program, is shown by no text. */
const withoutExample = ['CTR1510', 'CTR1511']

const host = diskHost()

describe.each(Object.keys(nameDiagnostics))('docs/diagnostics/%s.md', (code) => {
  const page = host.readText(`docs/diagnostics/${code}.md`) ?? ''
  const title = Object.entries(nameDiagnostics).find(([each]) => each === code)?.[1].title

  test('says what it means and what to do', () => {
    expect(page.startsWith(`# ${code}: ${title}\n`)).toBe(true)
    expect(page).toContain('\n## What to do\n')
  })

  test.skipIf(withoutExample.includes(code))('its examples fail and pass', () => {
    expect(codesOf(example(page, 'Fails'))).toContain(code)
    expect(codesOf(example(page, 'Passes')).filter((each) => each === code || !leftOut.includes(each))).toEqual([])
  })
})

const example = (page: string, heading: string): string =>
  new RegExp(`## ${heading}\n\n\`\`\`ctr\n([^]*?)\`\`\``).exec(page)?.[1] ?? ''

/** One file, or several, each after a line `// file: NAME`; the first is the entry. */
function codesOf(text: string): readonly string[] {
  const parts = text.split(/^\/\/ file: (.*)\n/m)
  const files = parts.length === 1 ? ['main.ctr', text] : parts.slice(1)
  const sources = new Map<string, string>()
  for (let at = 0; at < files.length; at += 2) sources.set(`/${files[at]}`, files[at + 1] ?? '')
  const [entry = '/main.ctr'] = sources.keys()
  return resolveProgram(memoryHost(Object.fromEntries(sources)), entry).diagnostics.map(({ code }) => code)
}
