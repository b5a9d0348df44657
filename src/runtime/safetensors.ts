import { createHash } from 'node:crypto'
import { byKey } from '../diagnostics/text-order.ts'
import { zerosFor } from '../graph/allocate.ts'
import type { HostTensor } from '../graph/tensor.ts'
import { sizeOf } from '../graph/types.ts'
import { piecesOf } from '../host/content.ts'
import { isObject } from '../host/fields.ts'
import { type OpenFile, partsFrom } from '../host/open-file.ts'
import { blankDigest } from '../host/seal.ts'

/**
 * The safetensors format: eight bytes of header length (little endian), a JSON header, the tensors' bytes.
 * https://huggingface.co/docs/safetensors: names to { dtype, shape, data_offsets }, and `__metadata__` of strings.
 * Tensors lie in order of their names, the header is padded with spaces to eight bytes: equal contents give equal bytes.
 */
export type StoredTensor =
  | Exclude<HostTensor, { readonly dtype: 'string' }>
  | { readonly dtype: 'uint8'; readonly dims: readonly number[]; readonly data: Uint8Array }

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, StoredTensor>
  readonly metadata: ReadonlyMap<string, string>
}

type StoredDtype = StoredTensor['dtype']

/** Where a tensor lies in a file, and as what. Its size has been checked against the file's. */
export interface StoredEntry {
  readonly name: string
  readonly dtype: StoredDtype
  readonly dims: readonly number[]
  /** Its first byte in the file. */
  readonly position: number
}

/** A file of which the header has been read. */
export interface SafetensorsFile {
  /** By name, in the order of the header. */
  readonly entries: ReadonlyMap<string, StoredEntry>
  readonly metadata: ReadonlyMap<string, string>
}

/** The format's own bound on a header, https://github.com/huggingface/safetensors: more is not read into memory. Bytes. */
const longestHeader = 100_000_000

/** Why bytes are no safetensors file; the caller knows the file's name and makes the diagnostic. */
export class SafetensorsError extends Error {}

const types: Readonly<Record<StoredDtype, { readonly code: string; readonly width: number }>> = {
  float32: { code: 'F32', width: 4 },
  int32: { code: 'I32', width: 4 },
  int64: { code: 'I64', width: 8 },
  uint8: { code: 'U8', width: 1 },
}

/** A file's bytes in pieces: the header, then each tensor where it lies. Nothing may change the tensors until all are taken. */
export function* safetensorsPieces({ tensors, metadata }: Safetensors): Generator<Uint8Array> {
  const ordered = [...tensors].sort(byKey)
  yield headerOf(ordered, metadata)
  for (const [, { data }] of ordered) yield* piecesOf(data)
}

/**
 * The same with the file's own digest (host/seal.ts) in its metadata, as `digest`. Reads every value twice, copies none.
 * Nothing may change the tensors until all are taken.
 */
export function* sealedPieces({ tensors, metadata }: Safetensors): Generator<Uint8Array> {
  const ordered = [...tensors].sort(byKey)
  const header = (digest: string): Uint8Array => headerOf(ordered, new Map([...metadata, ['digest', digest]]))
  const hash = createHash('sha256').update(header(blankDigest))
  for (const [, { data }] of ordered) for (const piece of piecesOf(data)) hash.update(piece)
  yield header(hash.digest('hex'))
  for (const [, { data }] of ordered) yield* piecesOf(data)
}

/**
 * Whether a sealed file's bytes are those that were written with this digest; reads the whole file. Call it on a file whose header
 * `readHeader` has accepted.
 */
export function isIntact(file: OpenFile, digest: string): boolean {
  const bytes = new Uint8Array(8 + headerLength(file))
  file.read(0, bytes)
  const header = Buffer.from(bytes.buffer).toString('latin1')
  const field = `"digest":"${digest}"`
  const hash = createHash('sha256').update(header.replace(field, `"digest":"${blankDigest}"`), 'latin1')
  for (const part of partsFrom(file, bytes.length)) hash.update(part)
  return hash.digest('hex') === digest
}

function headerOf(
  ordered: readonly (readonly [string, StoredTensor])[],
  metadata: ReadonlyMap<string, string>,
): Uint8Array {
  const header: Record<string, unknown> = {}
  if (metadata.size > 0) header.__metadata__ = Object.fromEntries([...metadata].sort(byKey))
  let end = 0
  for (const [name, tensor] of ordered) {
    const begin = end
    end += tensor.data.byteLength
    header[name] = { dtype: types[tensor.dtype].code, shape: tensor.dims, data_offsets: [begin, end] }
  }
  const text = new TextEncoder().encode(JSON.stringify(header))
  const length = Math.ceil(text.length / 8) * 8
  const bytes = new Uint8Array(8 + length).fill(0x20)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true)
  bytes.set(text, 8)
  return bytes
}

/**
 * Reads a file's header, and holds every name, shape, dtype and place against the file's size, before anything of that size is
 * allocated: tensors that overlap, leave a gap or lie beyond the end are refused, as the format requires. Throws SafetensorsError.
 */
export function readHeader(file: OpenFile): SafetensorsFile {
  if (file.size < 8) throw new SafetensorsError(`it has ${file.size} bytes, fewer than a header's length`)
  const length = headerLength(file)
  const bytes = new Uint8Array(length)
  file.read(8, bytes)
  const metadata = new Map<string, string>()
  const places: Place[] = []
  for (const [name, entry] of Object.entries(parseHeader(bytes))) {
    if (name !== '__metadata__') places.push(placeOf(name, record(entry, name)))
    else for (const [key, value] of Object.entries(record(entry, name))) metadata.set(key, String(value))
  }
  refuseGaps(places, file.size - 8 - length)
  const entries = new Map(
    places.map(({ name, dtype, dims, begin }) => [name, { name, dtype, dims, position: 8 + length + begin }]),
  )
  return { entries, metadata }
}

/** One tensor straight from the file into its own array. Errors: CTR9008 where memory holds no such array. */
export function readTensor(file: OpenFile, { name, dtype, dims, position }: StoredEntry): StoredTensor {
  const tensor = emptyTensor(name, dtype, dims)
  let at = position
  for (const piece of piecesOf(tensor.data)) {
    file.read(at, piece)
    at += piece.length
  }
  return tensor
}

/** All of a file. Throws SafetensorsError where it is truncated, garbage, or holds what ctrc does not read. */
export function readSafetensors(file: OpenFile): Safetensors {
  const { entries, metadata } = readHeader(file)
  return { tensors: new Map([...entries].map(([name, entry]) => [name, readTensor(file, entry)])), metadata }
}

function headerLength(file: OpenFile): number {
  const bytes = new Uint8Array(8)
  file.read(0, bytes)
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true))
  if (length > longestHeader)
    throw new SafetensorsError(`its header is ${length} bytes long, more than the format's ${longestHeader}`)
  if (length <= file.size - 8) return length
  throw new SafetensorsError(`its header is ${length} bytes long, but only ${file.size - 8} follow`)
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

/** A tensor's bytes, from `begin` to before `end` of what follows the header. */
interface Place {
  readonly name: string
  readonly dtype: StoredDtype
  readonly dims: readonly number[]
  readonly begin: number
  readonly end: number
}

function placeOf(name: string, entry: Record<string, unknown>): Place {
  const dims = sizes(entry.shape, name)
  const [begin, end, ...more] = sizes(entry.data_offsets, name)
  if (begin === undefined || end === undefined || more.length > 0 || begin > end) {
    throw new SafetensorsError(`'${name}' has no pair of offsets`)
  }
  const dtype = dtypeOf(entry.dtype, name)
  if (sizeOf(dims) * types[dtype].width !== end - begin) {
    throw new SafetensorsError(`'${name}' has shape [${dims.join(', ')}] but ${end - begin} bytes`)
  }
  return { name, dtype, dims, begin, end }
}

function dtypeOf(code: unknown, name: string): StoredDtype {
  for (const dtype of storedDtypes) if (types[dtype].code === code) return dtype
  throw new SafetensorsError(`'${name}' is of type ${String(code)}; ctrc reads F32, I32, I64 and U8`)
}

const storedDtypes: readonly StoredDtype[] = ['float32', 'int32', 'int64', 'uint8']

/** The tensors fill what follows the header, each byte once. */
function refuseGaps(places: readonly Place[], size: number): void {
  let before: Pick<Place, 'name' | 'end'> = { name: 'the header', end: 0 }
  for (const place of [...places].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    const { name, begin, end } = place
    if (end > size) throw new SafetensorsError(`'${name}' ends at byte ${end} of ${size}: it is truncated`)
    if (begin < before.end) throw new SafetensorsError(`'${before.name}' and '${name}' overlap`)
    if (begin > before.end) throw new SafetensorsError(`bytes ${before.end} to ${begin} belong to no tensor`)
    before = place
  }
  if (before.end < size) throw new SafetensorsError(`bytes ${before.end} to ${size} belong to no tensor`)
}

function emptyTensor(name: string, dtype: StoredDtype, dims: readonly number[]): StoredTensor {
  const size = sizeOf(dims)
  switch (dtype) {
    case 'float32':
      return { dtype, dims, data: zerosFor(name, size) }
    case 'int32':
      return { dtype, dims, data: new Int32Array(size) }
    case 'int64':
      return { dtype, dims, data: new BigInt64Array(size) }
    case 'uint8':
      return { dtype, dims, data: new Uint8Array(size) }
  }
}

function sizes(value: unknown, name: string): number[] {
  const isSize = (each: unknown): each is number => typeof each === 'number' && Number.isSafeInteger(each) && each >= 0
  if (Array.isArray(value) && value.every(isSize)) return value
  throw new SafetensorsError(`'${name}' has sizes that are no whole numbers`)
}
