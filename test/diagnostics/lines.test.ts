import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Lines } from '../../src/diagnostics/lines.ts'

test('lines end with \\n, \\r\\n or \\r, and positions are zero-based', () => {
  const lines = new Lines('ab\ncd\r\n\rx')
  expect(lines.count).toBe(4)
  expect([0, 1, 2, 3, 4].map((line) => lines.textOf(line))).toEqual(['ab', 'cd', '', 'x', ''])
  expect(lines.positionAt(0)).toEqual({ line: 0, character: 0 })
  expect(lines.positionAt(2)).toEqual({ line: 0, character: 2 })
  expect(lines.positionAt(3)).toEqual({ line: 1, character: 0 })
  expect(lines.positionAt(5)).toEqual({ line: 1, character: 2 })
  expect(lines.positionAt(8)).toEqual({ line: 3, character: 0 })
})

test('an offset outside the text is its start or end', () => {
  const lines = new Lines('ab\nc')
  expect(lines.positionAt(-3)).toEqual({ line: 0, character: 0 })
  expect(lines.positionAt(99)).toEqual({ line: 1, character: 1 })
  expect(new Lines('').range(0, 5)).toEqual({ start: { line: 0, character: 0 }, end: { line: 0, character: 0 } })
})

test('characters are UTF-16 units', () => {
  expect(new Lines('\u{1f600}x').positionAt(2)).toEqual({ line: 0, character: 2 })
})

test('a position is what counting by hand gives', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', 'ß') })
  fc.assert(
    fc.property(text, fc.nat(20), (content, at) => {
      const offset = Math.min(at, content.length)
      const before = content.slice(0, offset)
      // A `\r\n` cut in two has not ended its line yet.
      const ended =
        offset < content.length && before.endsWith('\r') && content[offset] === '\n' ? before.slice(0, -1) : before
      const rows = ended.split(/\r\n|\n|\r/)
      expect(new Lines(content).positionAt(offset)).toEqual({
        line: rows.length - 1,
        character: rows.at(-1)!.length + (before.length - ended.length),
      })
    }),
  )
})
