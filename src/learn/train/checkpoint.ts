import type { HostTensor } from '../../graph/tensor.ts'
import type { Host } from '../../host/host.ts'
import {
  readHeader,
  readTensor,
  SafetensorsError,
  type StoredTensor,
  safetensorsPieces,
} from '../../runtime/safetensors.ts'
import { type StoredDifference, storedDifferences } from '../../runtime/stored-differences.ts'
import type { TrainedValue } from '../../runtime/values.ts'
import { damaged } from './run-folder.ts'
import { isProgress, type Progress } from './selection.ts'

/** Values by port name, and how far the training had come when they were taken. */
export interface Checkpoint {
  readonly values: ReadonlyMap<string, HostTensor>
  readonly progress: Progress
}

/** Whole or not at all; equal checkpoints give equal bytes. The values are written from where they lie, no copies of them. */
export function writeCheckpoint(host: Host, path: string, { values, progress }: Checkpoint): void {
  const tensors = new Map([...values].map(([name, tensor]) => [name, stored(name, tensor)]))
  const metadata = new Map([['progress', JSON.stringify(progress)]])
  host.writeAtomic(path, safetensorsPieces({ tensors, metadata }))
}

/**
 * Undefined where there is none. Each value is read straight into its own array. Errors: CTR5004 where it is cut off or garbage, or where
 * its names, shapes or types are not those of `wanted`, which is what the model's graph trains; undefined checks the file alone.
 */
export function readCheckpoint(
  host: Host,
  path: string,
  wanted?: readonly Pick<TrainedValue, 'name' | 'dims'>[],
): Checkpoint | undefined {
  const file = host.openRead(path)
  if (file === undefined) return undefined
  try {
    const { entries, metadata } = readHeader(file)
    const progress: unknown = JSON.parse(metadata.get('progress') ?? 'null')
    if (!isProgress(progress)) throw new SafetensorsError('its metadata lack the training that it belongs to')
    const [difference] = wanted === undefined ? [] : storedDifferences(wanted, entries)
    if (difference !== undefined) throw new SafetensorsError(differenceText(difference))
    return {
      values: new Map([...entries].map(([name, entry]) => [name, held(name, readTensor(file, entry))])),
      progress,
    }
  } catch (error) {
    if (error instanceof SafetensorsError || error instanceof SyntaxError) throw damaged(path, error.message)
    throw error
  } finally {
    file.close()
  }
}

function differenceText(difference: StoredDifference): string {
  const { kind, name } = difference
  switch (kind) {
    case 'missing':
      return `it lacks '${name}', which the model has`
    case 'shape':
      return `'${name}' is ${difference.found}; the model has ${difference.expected}`
    case 'extra':
      return `it holds '${name}', which the model does not have`
  }
}

function stored(name: string, tensor: HostTensor): StoredTensor {
  if (tensor.dtype === 'string') throw new Error(`'${name}' is a string tensor: no weight is`)
  return tensor
}

function held(name: string, tensor: StoredTensor): HostTensor {
  if (tensor.dtype === 'uint8') throw new SafetensorsError(`'${name}' is of type U8: no weight is`)
  return tensor
}
