import * as ort from 'onnxruntime-node'
import type { HostTensor } from '../graph/tensor.ts'

// Else ONNX Runtime reports its use to its maker over the network, with a number for this machine that it keeps in the user's cache, and
// leaves files in the temporary folder. It reads this when the first session opens; a worker's variables are its own, and are not read.
process.env.ORT_DISABLE_TELEMETRY = '1'

export interface NativeOptions {
  /** Threads within one op. Results are equal for equal threads. */
  readonly threads: number
  /** The runtime's own graph optimizations. Off where scores must be equal bit for bit. */
  readonly optimize: boolean
}

export interface NativeValue {
  readonly name: string
  readonly shape: readonly (number | string)[]
}

/** Values by name, or buffers to write into: row-major, of the value's exact size. */
export type Fetches = readonly string[] | ReadonlyMap<string, HostTensor>

/** One ONNX Runtime session on the CPU. */
export interface NativeSession {
  readonly inputs: readonly NativeValue[]
  readonly outputs: readonly NativeValue[]
  /**
   * Runs the model. Feeds that are no inputs of it are an Error, as are missing ones.
   * Where `fetches` holds tensors, their buffers are written and returned.
   */
  run(feeds: ReadonlyMap<string, HostTensor>, fetches?: Fetches): Promise<Map<string, HostTensor>>
  dispose(): Promise<void>
}

/** Opens a model from its bytes, or from its path: external weights are then mapped, not copied. */
export async function openNative(model: Uint8Array | string, options: NativeOptions): Promise<NativeSession> {
  const settings: ort.InferenceSession.SessionOptions = {
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: options.optimize ? 'all' : 'disabled',
    // Nothing but what ends the process: its warnings are about initializers that it drops, its errors are thrown.
    logSeverityLevel: 4,
  }
  const session =
    typeof model === 'string'
      ? await ort.InferenceSession.create(model, settings)
      : await ort.InferenceSession.create(model, settings)
  return {
    inputs: values(session.inputMetadata),
    outputs: values(session.outputMetadata),
    async run(feeds, fetches) {
      // No assignment: that of a feature called __proto__ would be another one's prototype.
      const given = Object.fromEntries([...feeds].map(([name, tensor]) => [name, nativeTensor(tensor)]))
      const results =
        fetches === undefined
          ? await session.run(given)
          : isNames(fetches)
            ? await session.run(given, [...fetches])
            : await session.run(given, Object.fromEntries([...fetches].map(([name, to]) => [name, nativeTensor(to)])))
      return new Map(Object.entries(results).map(([name, tensor]) => [name, hostTensor(tensor)]))
    },
    dispose: () => session.release(),
  }
}

const isNames = (fetches: Fetches): fetches is readonly string[] => Array.isArray(fetches)

const values = (metadata: readonly ort.InferenceSession.ValueMetadata[]): NativeValue[] =>
  metadata.map((value) => ({ name: value.name, shape: value.isTensor ? value.shape : [] }))

function nativeTensor(tensor: HostTensor): ort.Tensor {
  switch (tensor.dtype) {
    case 'float32':
      return new ort.Tensor('float32', tensor.data, tensor.dims)
    case 'int32':
      return new ort.Tensor('int32', tensor.data, tensor.dims)
    case 'int64':
      return new ort.Tensor('int64', tensor.data, tensor.dims)
    case 'string':
      return new ort.Tensor('string', [...tensor.data], tensor.dims)
  }
}

function hostTensor(tensor: ort.OnnxValue): HostTensor {
  const { data, dims } = tensor
  if (data instanceof Float32Array) return { dtype: 'float32', dims, data }
  if (data instanceof Int32Array) return { dtype: 'int32', dims, data }
  if (data instanceof BigInt64Array) return { dtype: 'int64', dims, data }
  if (Array.isArray(data)) return { dtype: 'string', dims, data: data.map(String) }
  throw new Error(`a runtime's value of type ${tensor.type} has no place on the host`)
}
