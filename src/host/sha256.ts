import { createHash } from 'node:crypto'
import { bytesOf, type Content } from './content.ts'

/** The digest of a content of any size, in hexadecimal. */
export function sha256Of(content: Content): string {
  const hash = createHash('sha256')
  for (const piece of bytesOf(content)) hash.update(piece)
  return hash.digest('hex')
}
