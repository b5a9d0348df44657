import type { OnnxArtifact } from '../emit/onnx/emit.ts'
import type { HostTensor } from '../graph/tensor.ts'
import { openNative } from '../runtime/native.ts'
import { type RawRows, servingFeeds } from './serving-feeds.ts'

/** An emitted model in a runtime, fed with raw rows. */
export interface ServedModel {
  score(rows: RawRows, outputs?: readonly string[]): Promise<ReadonlyMap<string, HostTensor>>
  close(): Promise<void>
}

/** Opens a model file; its external weights lie beside it and are mapped. One thread, so that sums have one order. */
export async function openServed(path: string, artifact: OnnxArtifact, optimize: boolean): Promise<ServedModel> {
  const session = await openNative(path, { threads: 1, optimize })
  return {
    score: (rows, outputs) => session.run(servingFeeds(artifact.inputs, rows), outputs),
    close: () => session.dispose(),
  }
}
