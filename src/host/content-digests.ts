import { piecesOf } from './content.ts'
import { sha256Of } from './sha256.ts'

/** Digests of arrays that no longer change: each is computed once, however many files hold it. */
export class ContentDigests {
  private readonly known = new WeakMap<ArrayBufferView, string>()

  /** SHA-256 of the array's bytes, in hexadecimal. */
  of(data: ArrayBufferView): string {
    const before = this.known.get(data)
    if (before !== undefined) return before
    const digest = sha256Of(piecesOf(data))
    this.known.set(data, digest)
    return digest
  }
}
