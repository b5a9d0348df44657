import type { HostTensor } from '../../graph/tensor.ts'
import type { Host } from '../../host/host.ts'
import type { OpenFile } from '../../host/open-file.ts'
import {
  isIntact,
  readHeader,
  readTensor,
  SafetensorsError,
  type SafetensorsFile,
  type StoredTensor,
  sealedPieces,
} from '../../runtime/safetensors.ts'
import { type StoredDifference, storedDifferences } from '../../runtime/stored-differences.ts'
import type { TrainedValue } from '../../runtime/values.ts'
import { schemaFault } from '../../schemas/schema-fault.ts'
import { metadataJson } from './metadata-json.ts'
import { changed, damaged, openRunFile } from './run-folder.ts'
import { isProgress, type Progress } from './selection.ts'

/** Values by port name, and how far the training had come when they were taken. */
export interface Checkpoint {
  readonly values: ReadonlyMap<string, HostTensor>
  readonly progress: Progress
}

/** `last`: the values and the optimizer's state, for resuming; `best`: the values alone, to be used. */
export type CheckpointKind = 'last' | 'best'

/** What a checkpoint file is, beside its values: one that was copied over the other, or from another run, is told by it. */
export interface CheckpointRole {
  readonly kind: CheckpointKind
  /** The run that it belongs to (`runIdentity`). */
  readonly run: string
}

/** A checkpoint that was read, with its file's own digest: what is made from it names it by that. */
export interface ReadCheckpoint extends Checkpoint {
  readonly digest: string
}

/** What a checkpoint is compared with when it is read. */
export interface ExpectedCheckpoint extends CheckpointRole {
  /** What the model's graph trains. */
  readonly values: readonly Pick<TrainedValue, 'name' | 'dims'>[]
  /** Whether its digest is verified, which reads the whole file once more. */
  readonly digests: boolean
}

/**
 * Whole or not at all; equal checkpoints give equal bytes. The file holds its own digest, so that the two can't disagree whenever the process
 * ends. The values are written from where they lie, no copies of them.
 */
export function writeCheckpoint(
  host: Host,
  path: string,
  { values, progress }: Checkpoint,
  { kind, run }: CheckpointRole,
): void {
  const tensors = new Map([...values].map(([name, tensor]) => [name, stored(name, tensor)]))
  const metadata = new Map(Object.entries({ progress: JSON.stringify(progress), kind, run }))
  host.writeAtomic(path, sealedPieces({ tensors, metadata }))
}

/**
 * Undefined where there is none. Each value is read straight into its own array. Errors: CTR5004 where it is cut off or garbage, was changed
 * since it was written, is the other kind or another run's, or where its names, shapes or types are not those of the model. Without
 * `expected`, the file alone is checked.
 */
export function readCheckpoint(host: Host, path: string, expected?: ExpectedCheckpoint): ReadCheckpoint | undefined {
  return withHeader(host, path, (file, header) => {
    const { progress, digest } = checkedMetadata(header, expected, expected?.digests)
    const [difference] = expected === undefined ? [] : storedDifferences(expected.values, header.entries)
    if (difference !== undefined) throw new SafetensorsError(differenceText(difference))
    if (expected?.digests !== false && !isIntact(file, digest)) throw new SafetensorsError(changed)
    return {
      values: new Map([...header.entries].map(([name, entry]) => [name, held(name, readTensor(file, entry))])),
      progress,
      digest,
    }
  })
}

/** How far the training had come, by a checkpoint's header alone. Errors: as `readCheckpoint`. */
export const readProgress = (host: Host, path: string, expected?: CheckpointRole): Progress | undefined =>
  withHeader(host, path, (_, header) => checkedMetadata(header, expected).progress)

/** Undefined where there is no such file. */
function withHeader<Result>(
  host: Host,
  path: string,
  read: (file: OpenFile, header: SafetensorsFile) => Result,
): Result | undefined {
  const file = openRunFile(host, path)
  if (file === undefined) return undefined
  try {
    return read(file, readHeader(file))
  } catch (error) {
    if (error instanceof SafetensorsError) throw damaged(path, error.message)
    throw error
  } finally {
    file.close()
  }
}

/** `digests`: the run, which is known by a digest, must be that of `expected` too. Throws SafetensorsError. */
function checkedMetadata({ metadata }: SafetensorsFile, expected: CheckpointRole | undefined, digests = true) {
  const found = Object.fromEntries(metadata)
  const fault = schemaFault('checkpointMetadata', found)
  if (fault !== undefined || !isMetadata(found)) throw new SafetensorsError(`in its metadata ${fault}`)
  const { kind, run, digest } = found
  if (expected !== undefined && kind !== expected.kind)
    throw new SafetensorsError(`it was written as ${kind}.safetensors, not ${expected.kind}.safetensors`)
  if (digests && expected !== undefined && run !== expected.run)
    throw new SafetensorsError('it belongs to another run than run.json')
  return { progress: metadataJson('progress', found.progress, 'progress', isProgress), digest }
}

const isMetadata = (value: unknown): value is CheckpointRole & { readonly progress: string; readonly digest: string } =>
  schemaFault('checkpointMetadata', value) === undefined

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
