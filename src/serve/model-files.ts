import { join } from 'node:path'
import type { OnnxArtifact } from '../emit/onnx/emit.ts'
import type { Host } from '../host/host.ts'

export interface ModelPlace {
  /** Where each weight is stored once, by content. */
  readonly blobs: string
  /** The folder of the model file; its weights lie beside it, as ONNX Runtime refuses to look elsewhere. */
  readonly place: string
  readonly name: string
}

/** A model file with its weights beside it: hard links to the blobs, each of which is written once. */
export function writeModel(host: Host, { blobs, place, name }: ModelPlace, artifact: OnnxArtifact): void {
  host.makeDirectory(place)
  for (const { sha256, bytes } of artifact.blobs) {
    const blob = join(blobs, `${sha256}.bin`)
    if (!host.exists(blob)) host.writeAtomic(blob, bytes)
    const beside = join(place, `${sha256}.bin`)
    if (!host.exists(beside)) host.link(blob, beside)
  }
  host.writeAtomic(join(place, name), artifact.bytes)
}
