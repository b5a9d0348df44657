import { expect, test } from 'vitest'
import { ShortStrings } from '../../src/rows/short-strings.ts'

/** DuckDB's form of a text of up to 12 bytes. */
function wordsOf(text: string): Uint32Array {
  const bytes = new Uint8Array(16)
  const encoded = new TextEncoder().encode(text)
  bytes.set(encoded, 4)
  const words = new Uint32Array(bytes.buffer)
  words[0] = encoded.length
  return words
}

const read = (strings: ShortStrings, text: string): string =>
  strings.find(wordsOf(text), 0) ?? strings.keep(wordsOf(text), 0, text)

test('every text comes back as itself, whichever came before it', () => {
  const strings = new ShortStrings()
  const texts = Array.from({ length: 20_000 }, (_, i) => (i % 7 === 0 ? `ä${i % 50}` : `w${(i * 7919) % 9000}`))
  for (const text of texts) expect(read(strings, text)).toBe(text)
})

test('a text met again is at hand', () => {
  const strings = new ShortStrings()
  expect(strings.find(wordsOf('topic'), 0)).toBe(undefined)
  read(strings, 'topic')
  expect(strings.find(wordsOf('topic'), 0)).toBe('topic')
})

test('a text and its longer kin of zero bytes are two', () => {
  const strings = new ShortStrings()
  expect(read(strings, 'a')).toBe('a')
  expect(strings.find(wordsOf('a\0'), 0)).toBe(undefined)
})
