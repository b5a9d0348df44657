import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { format } from '../../../src/language/format/format.ts'
import { parse } from '../../../src/language/syntax/parse.ts'
import { shapeOf } from '../syntax/reading.ts'
import { programs } from './programs.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

const files = ['specs', 'examples', 'src', 'test', 'docs'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ctr'))
    .map((path) => `${folder}/${path}`),
)

/** The comments of a text without a quote in front of one, in order. Read by another way than the formatter's. */
const commentsOf = (text: string): string[] =>
  [...text.matchAll(/"(?:\\.|[^"\\\r\n])*"|\/\/[^\r\n]*/g)].flatMap(([found]) =>
    found.startsWith('"') ? [] : [found.trimEnd()],
  )

function holds(text: string) {
  const { file, diagnostics } = parse('test.ctr', text)
  const formatted = format('test.ctr', text)
  if (diagnostics.length > 0) {
    expect(formatted).toEqual({ kind: 'broken', diagnostics })
    return
  }
  if (formatted.kind === 'broken') throw new Error('a text without errors was refused')
  const again = parse('test.ctr', formatted.text)
  expect(again.diagnostics).toEqual([])
  expect(shapeOf(again.file.items)).toEqual(shapeOf(file.items))
  expect(commentsOf(formatted.text)).toEqual(commentsOf(text))
  expect(formatted.text).not.toMatch(/[ \t]$/m)
  expect(formatted.text).not.toMatch(/(?:\r?\n){3}/)
  expect(format('test.ctr', formatted.text)).toEqual(formatted)
}

describe('formatting keeps the tree and the comments, and is done after once', () => {
  test('random programs', { timeout: 60_000 }, () => {
    let sound = 0
    fc.assert(
      fc.property(programs, (text) => {
        if (parse('test.ctr', text).diagnostics.length === 0) sound++
        holds(text)
      }),
      { numRuns: 80, endOnFailure: true },
    )
    expect(sound).toBeGreaterThan(60)
  })

  test('programs with a piece taken out or put in: broken ones are left alone', { timeout: 60_000 }, () => {
    const piece = fc.constantFrom('', '{', '}', '(', ')', ']', '\n', ',', 'let', '=', '"', '// c\n', '- ')
    const damaged = fc.tuple(programs, fc.nat(), piece, fc.nat(3)).map(([text, at, put, cut]) => {
      const start = at % (text.length + 1)
      return text.slice(0, start) + put + text.slice(start + cut)
    })
    fc.assert(fc.property(damaged, holds), { numRuns: 80, endOnFailure: true })
  })

  test.each(files)('%s', (path) => holds(readFileSync(join(root, path), 'utf8')))
})

test.each(files.filter((path) => /^(?:specs|examples|src)\//.test(path)))('%s is in the standard layout', (path) => {
  const text = readFileSync(join(root, path), 'utf8')
  expect(format(path, text)).toEqual({ kind: 'formatted', text })
})
