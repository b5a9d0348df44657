import { byKey } from '../diagnostics/text-order.ts'
import { sizeOf } from '../graph/types.ts'
import { isObject } from '../host/fields.ts'

/**
 * The safetensors format: eight bytes of header length (little endian), a JSON header, the tensors' bytes.
 * https://huggingface.co/docs/safetensors: names to { dtype, shape, data_offsets }, and `__metadata__` of strings.
 * Tensors lie in order of their names, the header is padded with spaces to eight bytes: equal contents give equal bytes.
 */
export type StoredTensor =
  | { readonly dtype: 'float32'; readonly dims: readonly number[]; readonly data: Float32Array }
  | { readonly dtype: 'int32'; readonly dims: readonly number[]; readonly data: Int32Array }
  | { readonly dtype: 'int64'; readonly dims: readonly number[]; readonly data: BigInt64Array }
  | { readonly dtype: 'uint8'; readonly dims: readonly number[]; readonly data: Uint8Array }

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, StoredTensor>
  readonly metadata: ReadonlyMap<string, string>
}

/** Why bytes are no safetensors file; the caller knows the file's name and makes the diagnostic. */
export class SafetensorsError extends Error {}

const codes = { float32: 'F32', int32: 'I32', int64: 'I64', uint8: 'U8' } as const

export function writeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  const header: Record<string, unknown> = {}
  if (metadata.size > 0) header.__metadata__ = Object.fromEntries([...metadata].sort(byKey))
  const ordered = [...tensors].sort(byKey)
  let end = 0
  for (const [name, tensor] of ordered) {
    const begin = end
    end += tensor.data.byteLength
    header[name] = { dtype: codes[tensor.dtype], shape: tensor.dims, data_offsets: [begin, end] }
  }
  const unpadded = new TextEncoder().encode(JSON.stringify(header))
  const headerLength = Math.ceil(unpadded.length / 8) * 8
  const bytes = new Uint8Array(8 + headerLength + end)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true)
  bytes.fill(0x20, 8, 8 + headerLength)
  bytes.set(unpadded, 8)
  let position = 8 + headerLength
  for (const [, { data }] of ordered) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position)
    position += data.byteLength
  }
  return bytes
}

/** Throws SafetensorsError where the bytes are truncated, garbage, or hold what ctrc does not read. */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  if (bytes.length < 8) throw new SafetensorsError(`it has ${bytes.length} bytes, fewer than a header's length`)
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true))
  if (headerLength > bytes.length - 8) {
    throw new SafetensorsError(`its header says ${headerLength} bytes, but only ${bytes.length - 8} follow`)
  }
  const header = parseHeader(bytes.subarray(8, 8 + headerLength))
  const body = bytes.subarray(8 + headerLength)
  const metadata = new Map<string, string>()
  const tensors = new Map<string, StoredTensor>()
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') {
      for (const [key, value] of Object.entries(record(entry, name))) metadata.set(key, String(value))
    } else tensors.set(name, readTensor(name, record(entry, name), body))
  }
  return { tensors, metadata }
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    return record(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), 'the header')
  } catch {
    throw new SafetensorsError('its header is not JSON')
  }
}

function record(value: unknown, name: string): Record<string, unknown> {
  if (isObject(value) && !Array.isArray(value)) return { ...value }
  throw new SafetensorsError(`'${name}' is not a JSON object`)
}

function readTensor(name: string, entry: Record<string, unknown>, body: Uint8Array): StoredTensor {
  const dims = sizes(entry.shape, name)
  const [begin, end, ...more] = sizes(entry.data_offsets, name)
  if (begin === undefined || end === undefined || more.length > 0 || begin > end) {
    throw new SafetensorsError(`'${name}' has no pair of offsets`)
  }
  if (end > body.length) throw new SafetensorsError(`'${name}' ends at byte ${end} of ${body.length}: it is truncated`)
  const count = sizeOf(dims)
  // A copy of its own: aligned, and the file's bytes can be dropped.
  const { buffer } = body.slice(begin, end)
  const width = entry.dtype === 'I64' ? 8 : entry.dtype === 'U8' ? 1 : 4
  if (count * width !== end - begin) {
    throw new SafetensorsError(`'${name}' has shape [${dims.join(', ')}] but ${end - begin} bytes`)
  }
  switch (entry.dtype) {
    case 'F32':
      return { dtype: 'float32', dims, data: new Float32Array(buffer) }
    case 'I32':
      return { dtype: 'int32', dims, data: new Int32Array(buffer) }
    case 'I64':
      return { dtype: 'int64', dims, data: new BigInt64Array(buffer) }
    case 'U8':
      return { dtype: 'uint8', dims, data: new Uint8Array(buffer) }
    default:
      throw new SafetensorsError(`'${name}' is of type ${String(entry.dtype)}; ctrc reads F32, I32, I64 and U8`)
  }
}

function sizes(value: unknown, name: string): number[] {
  const isSize = (each: unknown): each is number => typeof each === 'number' && Number.isSafeInteger(each) && each >= 0
  if (Array.isArray(value) && value.every(isSize)) return value
  throw new SafetensorsError(`'${name}' has sizes that are no whole numbers`)
}
