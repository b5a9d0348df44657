import { compareText } from '../../diagnostics/text-order.ts'
import type { ContentDigests } from '../../host/content-digests.ts'
import type { OnnxTensor } from './model.ts'

/** A file of weights: equal contents are one blob. The array is that of the weights themselves, no copy. */
export interface Blob {
  readonly sha256: string
  readonly data: ArrayBufferView
}

export const blobFile = (sha256: string): string => `${sha256}.bin`

/** Where weights go: into files by content beside the model, or into the model itself. */
export class WeightStore {
  private readonly byDigest = new Map<string, Blob>()
  constructor(
    private readonly external: boolean,
    private readonly digests: ContentDigests,
  ) {}

  /** Sorted by digest. */
  get blobs(): readonly Blob[] {
    return [...this.byDigest.values()].sort((a, b) => compareText(a.sha256, b.sha256))
  }

  blob(data: ArrayBufferView): OnnxTensor['content'] {
    // A file of no bytes can't be mapped.
    if (!this.external || data.byteLength === 0) return { kind: 'raw', bytes: bytesOf(data) }
    const sha256 = this.digests.of(data)
    this.byDigest.set(sha256, { sha256, data })
    return { kind: 'external', location: blobFile(sha256), length: data.byteLength }
  }
}

/** An array's bytes where they lie. */
export const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)
