import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { Lines } from '../../src/diagnostics/lines.ts'
import { memoryHost } from '../../src/host/memory.ts'
import { checkEntry } from '../../src/language/check/check-entry.ts'
import { library } from '../../src/language/stdlib/library.ts'
import { marksOf } from '../conformance/marks.ts'

const page = readFileSync(fileURLToPath(new URL('../../docs/language.md', import.meta.url)), 'utf8')

interface Block {
  readonly line: number
  readonly file: string | undefined
  readonly text: string
}

const blocks: readonly Block[] = [...page.matchAll(/^```ctr\n([\s\S]*?)^```/gm)].map((found) => {
  const text = found[1]!
  const file = /^\/\/ file: (\S+)\n/.exec(text)?.[1]
  return { line: page.slice(0, found.index).split('\n').length + 1, file, text }
})

const program = Object.fromEntries(
  blocks.flatMap(({ file, text }) => (file === undefined ? [] : [[`/${file}`, text] as const])),
)

const libraryModules = [...library.values()]
  .flatMap((text) => [...text.matchAll(/^export module (\w+)/gm)].map(([, name]) => name!))
  .sort()

/** The page's example as a program: statements in a trunk, declarations beside a model, over the page's own declarations. */
function exampleProgram(text: string): string {
  const isDeclaration = /^(\/\/\/|export module|module|features|table|setting)/.test(text)
  const statements = isDeclaration ? '' : text
  return [
    isDeclaration ? text : '',
    `import { ${libraryModules.join(', ')} } from "ctr:std"`,
    'import "./surfaces.ctr"',
    'import "./features.ctr"',
    'model example on home_feed, search {',
    '  trunk {',
    statements,
    '    predict click = linear(embed(pin_id))',
    '  }',
    '}',
  ].join('\n')
}

describe('docs/language.md', () => {
  test.each(['/main.ctr', '/variants.ctr', '/parts.ctr', '/days.ctr'])('its program %s has no mistake', (entry) => {
    expect(checkEntry(memoryHost(program), entry).diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual(
      [],
    )
  })

  const examples = blocks.filter(({ file }) => file === undefined).map(({ line, text }) => [line, text] as const)
  test.each(examples)('the example at line %i gives the diagnostics that it marks', (_, text) => {
    const main = exampleProgram(text)
    const host = memoryHost({ ...program, '/main.ctr': main, '/devices.txt': 'phone\ntablet\n' })
    const found = checkEntry(host, '/main.ctr')
      .diagnostics.filter(({ severity }) => severity === 'error')
      .map(({ code, message, span }) => ({
        code: `${code}`,
        message,
        line: span === undefined ? 0 : new Lines(main).positionAt(span.start).line + 1,
      }))
    const marks = marksOf('/main.ctr', main)
    expect(found.map(({ code, line }) => `${line} ${code}`)).toEqual(marks.map(({ code, line }) => `${line} ${code}`))
    marks.forEach(({ says }, i) => {
      expect(found[i]!.message).toContain(says)
    })
  })

  test("the README's program has no mistake", () => {
    const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8')
    const text = /^```ctr\n([\s\S]*?)^```/m.exec(readme)?.[1] ?? ''
    expect(checkEntry(memoryHost({ '/engagement.ctr': text }), '/engagement.ctr').diagnostics).toEqual([])
  })

  test('calls every built-in and every module of the library in an example', async () => {
    const { builtins } = await import('../../src/language/interpret/builtins/table.ts')
    const called = new Set(blocks.flatMap(({ text }) => text.match(/\w+(?=\()/g) ?? []))
    expect([...builtins.keys(), ...libraryModules].filter((name) => !called.has(name))).toEqual([])
  })

  test('names every built-in and every module of the library', async () => {
    const { builtins } = await import('../../src/language/interpret/builtins/table.ts')
    const words = new Set(page.match(/\w+/g))
    expect([...builtins.keys(), ...libraryModules].filter((name) => !words.has(name))).toEqual([])
  })
})
