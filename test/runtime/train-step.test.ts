import { expect, test } from 'vitest'
import type { Output } from '../../src/graph/outputs.ts'
import { type HostTensor, scalar } from '../../src/graph/tensor.ts'
import type { NativeSession } from '../../src/runtime/native.ts'
import { TrainStep } from '../../src/runtime/train-step.ts'
import { type TrainedInput, type TrainedValue, ValueStore } from '../../src/runtime/values.ts'

const w: TrainedValue = { name: 'w', kind: 'parameter', table: undefined, shape: [2], dims: [2] }
const trained: readonly TrainedInput[] = [{ name: 'w', values: [w] }]
const outputs: readonly Output[] = [
  { kind: 'loss' },
  { kind: 'task_loss', task: 'click' },
  { kind: 'task_loss', task: 'hide' },
  { kind: 'update', of: { kind: 'parameter', parameter: 'w' } },
]

const number = (tensor: HostTensor | undefined): number => Number(tensor?.data[0])

/** In the place of a model: w becomes w + x + rate, and the losses are 1, 2 and 3 times x. */
const session: NativeSession = {
  inputs: ['w', 'x', 'hyper/rate'].map((name) => ({ name, shape: [] })),
  outputs: [],
  async run(feeds, fetches) {
    const fetch = (name: string): Float32Array => {
      const tensor = fetches instanceof Map ? fetches.get(name) : undefined
      if (tensor?.dtype !== 'float32') throw new Error(`nothing takes '${name}'`)
      return tensor.data
    }
    const x = number(feeds.get('x'))
    ;['loss', 'loss/click', 'loss/hide'].forEach((name, i) => {
      fetch(name)[0] = (i + 1) * x
    })
    const added = x + number(feeds.get('hyper/rate'))
    const before = feeds.get('w')
    if (before?.dtype === 'float32') fetch('update/w').set(before.data.map((each) => each + added))
    return new Map()
  },
  dispose: async () => {},
}

function started() {
  const given = Float32Array.of(0, 10)
  const store = new ValueStore([w], new Map([['w', { dtype: 'float32', dims: [2], data: given }]]))
  return { given, store, step: new TrainStep(session, outputs, trained, store) }
}
const feeds = (x: number) => ({ tensors: new Map([['x', scalar(x)]]), tableRows: new Map() })
const rate = new Map([['rate', 0.5]])

test('a step gives the loss of each task by its name', async () => {
  expect(await started().step.run(feeds(4), rate)).toEqual({
    loss: 4,
    losses: new Map([
      ['click', 8],
      ['hide', 12],
    ]),
  })
})

test('each step begins at what the one before it gave, and two buffers take turns', async () => {
  const { given, store, step } = started()
  await step.run(feeds(1), rate)
  expect([...store.of('w')]).toEqual([1.5, 11.5])
  expect(store.of('w')).not.toBe(given)
  await step.run(feeds(2), rate)
  expect([...store.of('w')]).toEqual([4, 14])
  expect(store.of('w')).toBe(given)
})

test('what no batch and no setting gives is missed by name', async () => {
  await expect(started().step.run(feeds(1), new Map())).rejects.toThrow("the engine was not fed 'hyper/rate'")
})
