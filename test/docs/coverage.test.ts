import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { Lines } from '../../src/diagnostics/lines.ts'
import { memoryHost } from '../../src/host/memory.ts'
import { checkEntry } from '../../src/language/check/check-entry.ts'
import { library } from '../../src/language/stdlib/library.ts'
import { marksOf } from '../conformance/marks.ts'

const page = readFileSync(fileURLToPath(new URL('../../docs/coverage.md', import.meta.url)), 'utf8')

const libraryModules = [...library.values()]
  .flatMap((text) => [...text.matchAll(/^export module (\w+)/gm)].map(([, name]) => name!))
  .sort()

const blocksOf = (text: string): readonly string[] =>
  [...text.matchAll(/^```ctr\n([\s\S]*?)^```/gm)].map(([, block]) => block!)

const base = blocksOf(page)[0]!

/** The page's sections by their titles; what stands before the first is left out, the base with it. */
const sections = page
  .split(/^## /m)
  .slice(1)
  .map((text) => ({ title: text.split('\n')[0]!, text }))

interface Example {
  readonly declarations: string
  readonly statements: string
}

/** A block of declarations with the statements behind it is one program. */
function examplesOf(section: string): readonly Example[] {
  const examples: Example[] = []
  for (const block of blocksOf(section)) {
    const last = examples.at(-1)
    if (/^(features|table|module)/.test(block)) examples.push({ declarations: block, statements: '' })
    else if (last?.statements === '') examples.splice(-1, 1, { ...last, statements: block })
    else examples.push({ declarations: '', statements: block })
  }
  return examples
}

const programOf = ({ declarations, statements }: Example): string =>
  [
    declarations,
    `import { ${libraryModules.join(', ')} } from "ctr:std"`,
    'import "./base.ctr"',
    'model example on home_feed, search {',
    '  trunk {',
    statements,
    '    predict click = linear(embed(item_id))',
    '  }',
    '}',
  ].join('\n')

describe('docs/coverage.md', () => {
  const programs = sections.flatMap(({ title, text }) =>
    examplesOf(text).map((example, i) => [title, i + 1, programOf(example)] as const),
  )
  test.each(programs)('%s, program %i, gives the diagnostics that it marks', (_title, _number, main) => {
    const host = memoryHost({ '/base.ctr': base, '/main.ctr': main, '/devices.txt': 'phone\ntablet\n' })
    const found = checkEntry(host, '/main.ctr').diagnostics.filter(({ severity }) => severity === 'error')
    const lines = new Lines(main)
    const marks = marksOf('/main.ctr', main)
    expect(
      found.map(({ code, message, span }) => ({
        at: `${span === undefined ? 0 : lines.positionAt(span.start).line + 1} ${code}`,
        message,
      })),
    ).toEqual(marks.map(({ line, code, says }) => ({ at: `${line} ${code}`, message: expect.stringContaining(says) })))
  })

  /** Rows of the index: names, word, title of a section, its anchor. */
  const index = [...page.matchAll(/^\| (`.+`) \| (.+) \| \[(.+)\]\(#(.+)\) \|$/gm)].map(
    ([, names, word, title, anchor]) => ({ names: names!, word: word!, title: title!, anchor: anchor! }),
  )

  test('its index has one of four words for each name, and links to sections', () => {
    expect(index.length).toBeGreaterThan(50)
    expect(index.filter(({ word }) => !/^(declared|expression|query|missing)\b/.test(word))).toEqual([])
    const anchors = new Map(
      sections.map(({ title }) => [
        title,
        title
          .toLowerCase()
          .replace(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      ]),
    )
    expect(index.filter(({ title, anchor }) => anchors.get(title) !== anchor)).toEqual([])
  })
})
