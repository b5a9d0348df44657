import { describe, expect, it } from 'vitest'
import { chosen, hyperAt, type Optimizers, usual } from '../../src/optimizers/chosen.ts'
import { optimizersOf } from '../../src/optimizers/table.ts'
import { differentiate } from '../../src/passes/differentiate.ts'
import { optimize } from '../../src/passes/optimize.ts'
import { trainingLoss } from '../../src/passes/training-loss.ts'
import { openNativeTrainer } from '../../src/runtime/native-trainer.ts'
import { openTfjsTrainer } from '../../src/runtime/tfjs-trainer.ts'
import { relativeDistance } from '../emit/tfjs/relative-distance.ts'
import { coarse } from '../optimizers/references.ts'
import { batch, forwardGraph, initialValues } from './model.ts'

const settings = { ...coarse, lr: 0.02 }
const cases: readonly (readonly [string, Optimizers])[] = [
  ...optimizersOf('parameter').map((name) => [name, { ...usual, optimizer: chosen(name, settings), clip: 1 }] as const),
  ...optimizersOf('table').map((name) => [name, { ...usual, tables: chosen(name, settings) }] as const),
]

describe.each(cases)('%s', (_, optimizers) => {
  it('leaves the same values after ten steps on both engines', async () => {
    const forward = forwardGraph()
    const withLoss = trainingLoss(new Map()).run(forward)
    const training = optimize(optimizers).run(differentiate.run(withLoss))
    const native = await openNativeTrainer({ training, forward, values: initialValues(), threads: 1 })
    const tfjs = await openTfjsTrainer({ training: withLoss, optimizers, values: initialValues(), backend: 'cpu' })
    try {
      for (let step = 1; step <= 10; step++)
        for (const trainer of [native, tfjs])
          await trainer.step(batch(step).feeds(trainer.inputs), hyperAt(optimizers, step))
      for (const which of ['parameters', 'state'] as const) {
        const [wanted, found] = [native[which](), tfjs[which]()]
        expect([...found.keys()]).toEqual([...wanted.keys()])
        for (const [name, { data, dims }] of wanted) {
          expect(found.get(name)!.dims, name).toEqual(dims)
          const values = Float64Array.from(found.get(name)!.data, Number)
          expect(relativeDistance(values, Float64Array.from(data, Number)), name).toBeLessThan(1e-4)
        }
      }
    } finally {
      await native.dispose()
      await tfjs.dispose()
    }
  })
})
