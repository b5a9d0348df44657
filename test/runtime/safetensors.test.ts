import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryHost } from '../../src/host/memory.ts'
import type { OpenFile } from '../../src/host/open-file.ts'
import { sha256Of } from '../../src/host/sha256.ts'
import {
  isIntact,
  readHeader,
  readSafetensors,
  type Safetensors,
  SafetensorsError,
  type StoredTensor,
  safetensorsPieces,
  sealedPieces,
} from '../../src/runtime/safetensors.ts'

const tensors = new Map<string, StoredTensor>([
  ['b', { dtype: 'float32', dims: [2, 2], data: Float32Array.of(1.5, -0, Number.NaN, 3e-39) }],
  ['a', { dtype: 'uint8', dims: [3], data: Uint8Array.of(1, 2, 255) }],
  ['d', { dtype: 'int64', dims: [1], data: BigInt64Array.of(-(2n ** 63n)) }],
  ['c', { dtype: 'int32', dims: [], data: Int32Array.of(-7) }],
  ['e', { dtype: 'float32', dims: [0, 4], data: new Float32Array() }],
])
const metadata = new Map([
  ['step', '12'],
  ['model', 'engagement'],
])

const opened = (bytes: Uint8Array): OpenFile => memoryHost({ '/f': bytes }).openRead('/f')!
const written = (contents: Safetensors): Uint8Array => Buffer.concat([...safetensorsPieces(contents)])

/** A file as the format's page writes it out, by hand. */
function file(header: string, ...body: number[]): Uint8Array {
  const text = new TextEncoder().encode(header)
  const bytes = new Uint8Array(8 + text.length + body.length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true)
  bytes.set(text, 8)
  bytes.set(body, 8 + text.length)
  return bytes
}

describe('safetensors', () => {
  it('come back bit for bit', () => {
    const read = readSafetensors(opened(written({ tensors, metadata })))
    expect([...read.tensors.keys()]).toEqual(['a', 'b', 'c', 'd', 'e'])
    for (const [name, { dtype, dims, data }] of tensors) {
      const found = read.tensors.get(name)!
      expect([found.dtype, found.dims]).toEqual([dtype, dims])
      expect(Buffer.from(found.data.buffer)).toEqual(Buffer.from(data.buffer))
    }
    expect(read.metadata).toEqual(metadata)
  })

  it('have the same bytes as before they were written in pieces', () => {
    // The file that commit 78d71d5 wrote of these contents, by its SHA-256.
    expect(sha256Of(safetensorsPieces({ tensors, metadata }))).toBe(
      '5a04f01ee38ac23aaa690f2fe4d28c7faef63f6fafdf768ca45f44028d121577',
    )
  })

  it('come back from any arrays, views of larger ones too', () =>
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.float32Array({ maxLength: 20 })), (arrays) => {
        const given = Object.entries(arrays).filter(([name]) => name !== '__metadata__')
        const contents = new Map(
          given.map(([name, data]): [string, StoredTensor] => {
            const within = Float32Array.from([7, ...data, 7]).subarray(1, data.length + 1)
            return [name, { dtype: 'float32', dims: [data.length], data: within }]
          }),
        )
        const read = readSafetensors(opened(written({ tensors: contents, metadata: new Map() })))
        for (const [name, data] of given) expect(read.tensors.get(name)?.data).toEqual(data)
        expect(read.tensors.size).toBe(given.length)
      }),
    ))

  it('do not depend on the order they are given in', () => {
    const reversed = { tensors: new Map([...tensors].reverse()), metadata: new Map([...metadata].reverse()) }
    expect(written(reversed)).toEqual(written({ tensors, metadata }))
  })

  it("read the example of the format's page", () => {
    const header = '{"__metadata__":{"k":"v"},"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'
    const read = readSafetensors(opened(file(header, 0, 0, 128, 63)))
    expect(read.tensors.get('t')).toEqual({ dtype: 'float32', dims: [1], data: Float32Array.of(1) })
    expect(read.metadata.get('k')).toBe('v')
  })

  it('are refused wherever they are cut', () => {
    const bytes = written({ tensors, metadata })
    for (let length = 0; length < bytes.length; length++)
      expect(() => readSafetensors(opened(bytes.subarray(0, length))), `${length} bytes`).toThrow(SafetensorsError)
  })

  const tensor = (fields: string) => `{"t":{${fields}}}`
  for (const [what, bytes, why] of [
    ['garbage', Uint8Array.from({ length: 64 }, (_, i) => (i * 37) % 256), 'its header is'],
    ['a header that is no JSON', file('{"t":'), 'not JSON'],
    ['a header that is a list', file('[]'), 'not JSON'],
    [
      'a dtype that ctrc does not read',
      file(tensor('"dtype":"BF16","shape":[],"data_offsets":[0,4]'), 0, 0, 0, 0),
      'BF16',
    ],
    [
      'a shape that its bytes contradict',
      file(tensor('"dtype":"F32","shape":[2],"data_offsets":[0,4]'), 0, 0, 0, 0),
      '4 bytes',
    ],
    ['a negative size', file(tensor('"dtype":"F32","shape":[-1],"data_offsets":[0,4]'), 0, 0, 0, 0), 'whole numbers'],
    [
      'offsets beyond the file',
      file(tensor('"dtype":"F32","shape":[1],"data_offsets":[4,8]'), 0, 0, 0, 0),
      'truncated',
    ],
    [
      'offsets backwards',
      file(tensor('"dtype":"F32","shape":[0],"data_offsets":[4,0]'), 0, 0, 0, 0),
      'pair of offsets',
    ],
    [
      'tensors that overlap',
      file(
        '{"t":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"u":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}',
        0,
        0,
        0,
      ),
      "'t' and 'u' overlap",
    ],
    [
      'a gap between tensors',
      file(
        '{"t":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"u":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}',
        0,
        0,
        0,
      ),
      'bytes 1 to 2 belong to no tensor',
    ],
    [
      'bytes behind the last tensor',
      file(tensor('"dtype":"U8","shape":[1],"data_offsets":[0,1]'), 0, 0),
      'bytes 1 to 2 belong to no tensor',
    ],
    [
      'a size that no file has, before an array of it is made',
      file(tensor('"dtype":"F32","shape":[1000000000000],"data_offsets":[0,4000000000000]'), 0, 0, 0, 0),
      'truncated',
    ],
    ['no offsets', file(tensor('"dtype":"F32","shape":[0]')), 'whole numbers'],
  ] as const)
    it(`refuse ${what}`, () => {
      expect(() => readSafetensors(opened(bytes))).toThrow(SafetensorsError)
      expect(() => readSafetensors(opened(bytes))).toThrow(why)
    })
})

describe('a file that holds its own digest', () => {
  const sealed = (): Buffer => Buffer.concat([...sealedPieces({ tensors, metadata })])
  const digestIn = (bytes: Uint8Array): string => readHeader(opened(bytes)).metadata.get('digest')!

  it('is intact, and its digest is that of its bytes with zeros in its place', () => {
    const bytes = sealed()
    const digest = digestIn(bytes)
    expect(isIntact(opened(bytes), digest)).toBe(true)
    const blank = Buffer.from(bytes.toString('latin1').replace(digest, '0'.repeat(64)), 'latin1')
    expect(sha256Of(blank)).toBe(digest)
    expect(readSafetensors(opened(bytes)).tensors).toEqual(new Map([...tensors].sort()))
  })

  it('is not intact with any bit of it changed: header, names that are no ASCII, values', () => {
    const odd = { tensors: new Map([['größe', tensors.get('b')!]]), metadata }
    const bytes = Buffer.concat([...sealedPieces(odd)])
    const digest = digestIn(bytes)
    expect(isIntact(opened(bytes), digest)).toBe(true)
    for (let position = 8; position < bytes.length; position++) {
      const changed = Buffer.from(bytes)
      changed[position]! ^= 1
      expect(isIntact(opened(changed), digest), `byte ${position}`).toBe(false)
    }
  })
})

it('a header longer than the format allows is refused before it is read', () => {
  const reads: number[] = []
  const huge: OpenFile = {
    size: 20 * 2 ** 30,
    read(_, into) {
      reads.push(into.length)
      new DataView(into.buffer).setBigUint64(0, 10n * 2n ** 30n, true)
    },
    close() {},
  }
  expect(() => readHeader(huge)).toThrow("its header is 10737418240 bytes long, more than the format's 100000000")
  expect(reads).toEqual([8])
})
