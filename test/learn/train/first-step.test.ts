import { expect, test } from 'vitest'
import type { HostTensor } from '../../../src/graph/tensor.ts'
import { readCheckpoint } from '../../../src/learn/train/checkpoint.ts'
import { startingWeights } from '../../../src/learn/train/initial-values.ts'
import { project } from './project.ts'

const numbers = (tensor: HostTensor | undefined): Float64Array => Float64Array.from(tensor?.data ?? [], Number)

/**
 * From empty slots, Adam's first step is lr * sign(gradient) where the gradient is far above epsilon: m / c1 = g and v / c2 = g^2.
 * With the corrections of any other step it is another fraction of lr (the second step's give 0.74).
 */
test.each(['native', 'tfjs'])(
  "Adam's first step is as long as the learning rate: its corrections are those of step 1 (%s)",
  async (engine) => {
    const p = await project((text) =>
      text.replace('batch: 128', 'batch: 4096').replace('epochs: 3', 'epochs: 1').replace('every: 0.5', 'every: 1'),
    )
    const { result } = await p.train('run', { engine })
    expect(result?.steps).toBe(1)
    const before = startingWeights(p.model().graph, 4)
    const after = readCheckpoint(p.host, p.path('run/checkpoints/last.safetensors'))?.values
    const steps = [...before].flatMap(([name, tensor]) => {
      const next = numbers(after?.get(name))
      return name.startsWith('table/') ? [] : Array.from(numbers(tensor), (value, i) => Math.abs(next[i]! - value))
    })
    const moved = steps.filter((step) => step > 1e-4)
    expect(moved.length).toBeGreaterThan(100)
    for (const step of moved) expect(step / 0.01).toBeCloseTo(1, 2)
  },
)
