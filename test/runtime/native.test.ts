import { expect, it } from 'vitest'
import { encodeModel } from '../../src/emit/onnx/proto.ts'
import { floats } from '../../src/graph/tensor.ts'
import { openNative } from '../../src/runtime/native.ts'

/** y = x + x. */
const doubling = encodeModel({
  name: 'doubling',
  irVersion: 8,
  opsets: [{ domain: '', version: 18 }],
  producer: { name: 'test', version: '0' },
  doc: '',
  metadata: [],
  inputs: [{ name: 'x', type: 'float32', shape: ['n'], doc: '' }],
  outputs: [{ name: 'y', type: 'float32', shape: ['n'], doc: '' }],
  initializers: [],
  nodes: [{ name: 'double', opType: 'Add', domain: '', inputs: ['x', 'x'], outputs: ['y'], attributes: {}, doc: '' }],
})

it('lists its inputs and outputs', async () => {
  const session = await openNative(doubling, { threads: 1, optimize: true })
  expect(session.inputs).toEqual([{ name: 'x', shape: ['n'] }])
  expect(session.outputs).toEqual([{ name: 'y', shape: ['n'] }])
  await session.dispose()
})

it('writes into the buffers it is given, which may be parts of larger ones', async () => {
  const session = await openNative(doubling, { threads: 1, optimize: true })
  const large = new Float32Array(6).fill(-1)
  const x = floats(Float32Array.of(1, 2, 3), 3)
  await session.run(new Map([['x', x]]), new Map([['y', floats(large.subarray(1, 4), 3)]]))
  expect([...large]).toEqual([-1, 2, 4, 6, -1, -1])
  await session.dispose()
})

it('refuses a missing feed', async () => {
  const session = await openNative(doubling, { threads: 1, optimize: true })
  await expect(session.run(new Map())).rejects.toThrow("input 'x' is missing")
  await session.dispose()
})
