import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { Md5 } from '../../../src/rows/row-file/md5.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const digestOf = (md5: Md5, text: string): string => Buffer.from(md5.of(bytes(text)).buffer).toString('hex')

// RFC 1321, A.5.
test.each([
  ['', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['abc', '900150983cd24fb0d6963f7d28e17f72'],
  ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
  ['1234567890'.repeat(8), '57edf4a22be3c955ac49da2e2107b67a'],
])('the digest of %j', (text, digest) => {
  expect(digestOf(new Md5(bytes('')), text)).toBe(digest)
})

/** As many bytes of a text, of which no block repeats another. */
const ofBytes = (length: number): Uint8Array => bytes('Größe|=1.5|'.repeat(10_000)).subarray(0, length)
const expectAfter = (md5: Md5, prefix: string, text: Uint8Array): void =>
  expect(Buffer.from(md5.of(text).buffer).toString('hex'), `${text.length} bytes`).toBe(
    createHash('md5').update(prefix).update(text).digest('hex'),
  )

test('of texts of every length around a block, and of long ones, after each other with one prefix', () => {
  const md5 = new Md5(bytes('7/12'))
  const lengths = [300, ...Array.from({ length: 130 }, (_, i) => i), 4096, 100_000, 3]
  for (const length of lengths) expectAfter(md5, '7/12', ofBytes(length))
})

test('of texts that fill the room there is, and of those a byte longer', () => {
  // A text takes 9 bytes more than its own: what ends it, and its length.
  for (const size of [4096, 8192])
    for (const over of [-9, -8, 0, 1]) expectAfter(new Md5(bytes('7/12')), '7/12', ofBytes(size - 4 + over))
})

test('of a prefix that is longer than the room at first', () => {
  const prefix = 'a'.repeat(5000)
  expectAfter(new Md5(bytes(prefix)), prefix, ofBytes(3))
})
