import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { Md5 } from '../../../src/rows/row-file/md5.ts'

const byNode = (text: string): string => createHash('md5').update(text).digest('hex')
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

test('of texts of every length around a block, and of long ones, after each other with one prefix', () => {
  const md5 = new Md5(bytes('7/12'))
  for (const length of [300, 0, 1, 50, 51, 52, 59, 60, 61, 115, 116, 124, 4096, 100_000, 3]) {
    const text = 'Größe|=1.5|'.repeat(length).slice(0, length)
    expect(digestOf(md5, text)).toBe(byNode(`7/12${text}`))
  }
})
