import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOf, piecesOf } from '../../src/host/content.ts'
import { sha256Of } from '../../src/host/sha256.ts'

test('an array of any type is given where it lies, in pieces that the system takes', () => {
  const whole = new Float64Array(2 ** 23 + 2)
  const part = whole.subarray(1)
  const pieces = [...piecesOf(part)]
  expect(pieces.map(({ byteOffset, length }) => [byteOffset, length])).toEqual([
    [8, 2 ** 26],
    [8 + 2 ** 26, 8],
  ])
  expect(pieces.every(({ buffer }) => buffer === whole.buffer)).toBe(true)
})

test('pieces that are too large are cut, and nothing has none', () => {
  const large = new Uint8Array(2 ** 26 + 1)
  expect(Array.from(bytesOf([large, large]), ({ length }) => length)).toEqual([2 ** 26, 1, 2 ** 26, 1])
  expect([...bytesOf(new Uint8Array())]).toEqual([])
})

test('a digest depends on the bytes alone, not on how they come in pieces', () =>
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (pieces) => {
      const whole = Buffer.concat(pieces)
      const expected = createHash('sha256').update(whole).digest('hex')
      expect(sha256Of(pieces)).toBe(expected)
      expect(sha256Of(whole)).toBe(expected)
    }),
  ))

test('a digest of text is that of its UTF-8', () => {
  // NIST FIPS 180-2, appendix B.1.
  expect(sha256Of('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
