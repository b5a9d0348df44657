import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type DiagnosticCode, registry } from '../../src/diagnostics/registry.ts'
import { memoryHost } from '../../src/host/memory.ts'
import { checkEntry } from '../../src/language/check/check-entry.ts'

const folder = fileURLToPath(new URL('../../docs/diagnostics', import.meta.url))
const codes = Object.keys(registry) as DiagnosticCode[]
const pages = new Map(
  readdirSync(folder)
    .filter((name) => /^CTR\d{4}\.md$/.test(name))
    .map((name) => [name.slice(0, -'.md'.length), readFileSync(join(folder, name), 'utf8')]),
)

/** The files of a ```ctr block under a heading: `// file: towers/search.ctr` starts another, the first is `main.ctr`. */
function examplesOf(page: string, heading: string): readonly Record<string, string>[] {
  const section = page.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? ''
  return [...section.matchAll(/^```ctr\n([\s\S]*?)^```/gm)].map(([, block]) => {
    const [first = '', ...others] = block!.split(/^\/\/ file: /m)
    const files = others.map((each) => {
      const end = each.indexOf('\n')
      return [`/${each.slice(0, end).trim()}`, each.slice(end + 1)] as const
    })
    // A block that starts with a file's name has nothing before it.
    return Object.fromEntries(first.trim() === '' ? files : [['/main.ctr', first], ...files])
  })
}

const shared = readFileSync(join(folder, 'shared.ctr'), 'utf8')
const clicks = readFileSync(join(folder, 'clicks.ctr'), 'utf8')

const check = (files: Record<string, string>) =>
  checkEntry(memoryHost({ '/shared.ctr': shared, '/clicks.ctr': clicks, ...files }), '/main.ctr').diagnostics.map(
    ({ code, severity }) => ({ code: `${code}`, severity }),
  )

describe('pages', () => {
  test('there is one for each code, and none for another', () => {
    expect({
      missing: codes.filter((code) => !pages.has(code)),
      stray: [...pages.keys()].filter((code) => !codes.some((each) => each === code)),
    }).toEqual({ missing: [], stray: [] })
  })

  test.each([...pages])('%s names itself and states what to do', (code, page) => {
    const title = codes.some((each) => each === code) ? registry[code as DiagnosticCode].title : ''
    expect(page.split('\n')[0]).toContain(code)
    expect(page.split('\n')[0]).toContain(title)
    expect(page).toMatch(/^## What to do$/m)
  })

  const examples = [...pages].flatMap(([code, page]) => [
    ...examplesOf(page, 'Fails').map((files) => [code, 'Fails', files] as const),
    ...examplesOf(page, 'Passes').map((files) => [code, 'Passes', files] as const),
  ])

  test.skipIf(examples.length === 0).each(examples)('%s: %s is true', (code, heading, files) => {
    const found = check(files)
    if (heading === 'Fails') expect(found.map((each) => each.code)).toContain(code)
    else expect(found.filter((each) => each.severity === 'error' || each.code === code)).toEqual([])
  })
})
