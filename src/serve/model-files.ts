import { join } from 'node:path'
import type { OnnxArtifact } from '../emit/onnx/emit.ts'
import { type Blob, blobFile } from '../emit/onnx/weights.ts'
import { piecesOf } from '../host/content.ts'
import { type Host, HostError } from '../host/host.ts'
import { partsOf } from '../host/open-file.ts'
import { sha256Of } from '../host/sha256.ts'

export interface ModelPlace {
  /** Where each weight is stored once, by content. */
  readonly blobs: string
  /** Another such folder: a weight that it holds is linked, not written again. */
  readonly alsoIn: string
  /** The folder of the model file; its weights lie beside it, as ONNX Runtime refuses to look elsewhere. */
  readonly place: string
  readonly name: string
}

/**
 * A model file with its weights beside it: hard links to the blobs, each of which is written once. Errors: HostError where a blob
 * does not come back as it was written.
 */
export function writeModel(host: Host, { blobs, alsoIn, place, name }: ModelPlace, artifact: OnnxArtifact): void {
  for (const blob of artifact.blobs) {
    const file = blobFile(blob.sha256)
    const [kept, other, beside] = [join(blobs, file), join(alsoIn, file), join(place, file)]
    if (!host.exists(kept)) {
      if (host.exists(other)) host.link(other, kept)
      else writeBlob(host, kept, blob)
    }
    if (!host.exists(beside)) host.link(kept, beside)
  }
  host.writeAtomic(join(place, name), artifact.bytes)
}

/** Every model under verification reads the same files, so that a fault of the disk would not show as a difference between them. */
function writeBlob(host: Host, path: string, { sha256, data }: Blob): void {
  host.writeAtomic(path, piecesOf(data))
  const file = host.openRead(path)
  try {
    if (file !== undefined && sha256Of(partsOf(file)) === sha256) return
  } finally {
    file?.close()
  }
  throw new HostError('other', path, 'it does not hold the bytes that were written to it')
}
