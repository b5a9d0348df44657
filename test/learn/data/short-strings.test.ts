import { expect, test } from 'vitest'
import { ShortStrings } from '../../../src/learn/data/short-strings.ts'

/** DuckDB's form of a text of up to 12 bytes. */
function wordsOf(text: string): Uint32Array {
  const bytes = new Uint8Array(16)
  const encoded = new TextEncoder().encode(text)
  bytes.set(encoded, 4)
  const words = new Uint32Array(bytes.buffer)
  words[0] = encoded.length
  return words
}

test('every text comes back as itself, whichever came before it', () => {
  const strings = new ShortStrings()
  const texts = Array.from({ length: 20_000 }, (_, i) => (i % 7 === 0 ? `ä${i % 50}` : `w${(i * 7919) % 9000}`))
  for (const text of texts) expect(strings.text(wordsOf(text), 0, () => text)).toBe(text)
})

test('a text met twice in a row is decoded once', () => {
  const strings = new ShortStrings()
  let decoded = 0
  const decode = () => {
    decoded += 1
    return 'topic'
  }
  strings.text(wordsOf('topic'), 0, decode)
  strings.text(wordsOf('topic'), 0, decode)
  expect(decoded).toBe(1)
})

test('a text and its longer kin of zero bytes are two', () => {
  const strings = new ShortStrings()
  expect(strings.text(wordsOf('a'), 0, () => 'a')).toBe('a')
  expect(strings.text(wordsOf('a\0'), 0, () => 'a\0')).toBe('a\0')
})
