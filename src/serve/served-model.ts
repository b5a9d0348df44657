import type { HostTensor } from '../graph/tensor.ts'
import { openNative } from '../runtime/native.ts'
import type { RawRows } from './serving-feeds.ts'

/** An emitted model in a runtime, fed with raw rows. */
export interface ServedModel {
  score(rows: RawRows, outputs?: readonly string[]): Promise<ReadonlyMap<string, HostTensor>>
  /** The inputs that it scores those rows by. */
  feeds(rows: RawRows): ReadonlyMap<string, HostTensor>
  /** What it gives for any inputs; undefined where the runtime refuses them. */
  tried(feeds: ReadonlyMap<string, HostTensor>): Promise<ReadonlyMap<string, HostTensor> | undefined>
  close(): Promise<void>
}

export interface OpenOptions {
  /** The model's inputs of raw rows. */
  readonly feeds: (rows: RawRows) => ReadonlyMap<string, HostTensor>
  /** The runtime's own graph optimizations. */
  readonly optimize: boolean
}

/** Opens a model file; its external weights lie beside it and are mapped. One thread, so that sums have one order. */
export async function openServed(path: string, { feeds, optimize }: OpenOptions): Promise<ServedModel> {
  const session = await openNative(path, { threads: 1, optimize })
  return {
    feeds,
    tried: async (given) => {
      try {
        return await session.run(given)
      } catch {
        return undefined
      }
    },
    score: (rows, outputs) => session.run(feeds(rows), outputs),
    close: () => session.dispose(),
  }
}
