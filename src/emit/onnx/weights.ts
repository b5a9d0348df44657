import { createHash } from 'node:crypto'
import { compareText } from '../../diagnostics/text-order.ts'
import type { OnnxTensor } from './model.ts'

/** A file of weights: equal contents are one blob. */
export interface Blob {
  readonly sha256: string
  readonly bytes: Uint8Array
}

export const blobFile = (sha256: string): string => `${sha256}.bin`

/** Where weights go: into files by content beside the model, or into the model itself. */
export class WeightStore {
  private readonly byDigest = new Map<string, Blob>()
  constructor(private readonly external: boolean) {}

  /** Sorted by digest. */
  get blobs(): readonly Blob[] {
    return [...this.byDigest.values()].sort((a, b) => compareText(a.sha256, b.sha256))
  }

  blob(bytes: Uint8Array): OnnxTensor['content'] {
    // A file of no bytes can't be mapped.
    if (!this.external || bytes.length === 0) return { kind: 'raw', bytes }
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    this.byDigest.set(sha256, { sha256, bytes })
    return { kind: 'external', location: blobFile(sha256), length: bytes.length }
  }
}
