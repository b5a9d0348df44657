import { afterAll, describe, expect, it } from 'vitest'
import { emitOnnx } from '../../src/emit/onnx/emit.ts'
import { emitTfjs } from '../../src/emit/tfjs/emit-tfjs.ts'
import { isOutput, outputName } from '../../src/graph/outputs.ts'
import { portName } from '../../src/graph/ports.ts'
import { floats, type HostTensor } from '../../src/graph/tensor.ts'
import { differentiate } from '../../src/passes/differentiate.ts'
import { trainingLoss } from '../../src/passes/training-loss.ts'
import { openNative } from '../../src/runtime/native.ts'
import { openNativeTrainer } from '../../src/runtime/native-trainer.ts'
import { openTfjs, type TfjsBackendName } from '../../src/runtime/tfjs-backends.ts'
import { importTfjsModule } from '../../src/runtime/tfjs-module.ts'
import { openTfjsTrainer } from '../../src/runtime/tfjs-trainer.ts'
import type { Trainer } from '../../src/runtime/trainer.ts'
import { testedBackends } from '../emit/tfjs/backends-in-test.ts'
import { relativeDistance } from '../emit/tfjs/relative-distance.ts'
import { batch, forwardGraph, hyperAt, initialValues, optimizers, trainingGraph } from './model.ts'

const forward = forwardGraph()
const withLoss = trainingLoss(new Map()).run(forward)
const trainers: Trainer[] = []
afterAll(() => Promise.all(trainers.map((trainer) => trainer.dispose())))

const kept = (trainer: Trainer): Trainer => {
  trainers.push(trainer)
  return trainer
}
const native = async (): Promise<Trainer> =>
  kept(await openNativeTrainer({ training: trainingGraph(forward), forward, values: initialValues(), threads: 1 }))
const tfjs = async (
  backend: TfjsBackendName,
  values: ReadonlyMap<string, HostTensor> = initialValues(),
): Promise<Trainer> => kept(await openTfjsTrainer({ training: withLoss, optimizers, values, backend }))

/** The first rows of the table, those that a batch's `row/...` positions count in. */
function valuesOf(tableRows: ReadonlyMap<string, Int32Array>): Map<string, HostTensor> {
  const values = initialValues()
  const users = values.get('table/users')!
  const touched = tableRows.get('users')!
  const rows = [...touched].flatMap((row) => [...users.data.slice(row * 3, row * 3 + 3)].map(Number))
  values.set('b', floats(new Float32Array(8), 8))
  return values.set('table/users', floats(Float32Array.from(rows), touched.length, 3))
}

describe.each(['native', 'tfjs'])('the %s engine', (engine) => {
  it('lets the event loop turn in each step and each scoring, so that Ctrl-C is heard', async () => {
    const trainer = await (engine === 'native' ? native() : tfjs('cpu'))
    const turnsIn = async (work: () => Promise<unknown>): Promise<number> => {
      let turns = 0
      const count = (): void => {
        turns++
        next = setImmediate(count)
      }
      let next = setImmediate(count)
      await work()
      clearImmediate(next)
      return turns
    }
    const step = () => trainer.step(batch(1).feeds(trainer.inputs), hyperAt(1))
    expect(await turnsIn(step)).toBeGreaterThan(0)
    expect(await turnsIn(() => trainer.scorer.logits(batch(1).feeds(trainer.scorer.inputs)))).toBeGreaterThan(0)
  })
})

/** The gradients of one batch by our own differentiation on ONNX Runtime, by port name. */
async function nativeGradients(): Promise<ReadonlyMap<string, ArrayLike<number>>> {
  const graph = differentiate.run(withLoss)
  const outputs = graph.outputs.filter(isOutput('gradient'))
  const artifact = emitOnnx(
    { ...graph, outputs },
    { name: 'gradients', rows: { kind: 'host' }, weights: 'inputs', vocabularies: new Map(), external: false },
  )
  const inputs = artifact.inputs.flatMap(({ from }) =>
    from.kind === 'port' ? [{ port: from.port, type: from.type }] : [],
  )
  const session = await openNative(artifact.bytes, { threads: 1, optimize: true })
  const { tensors, tableRows } = batch(1).feeds(
    inputs.filter(({ port }) => !['parameter', 'table'].includes(port.kind)),
  )
  const given = new Map([...tensors, ...valuesOf(tableRows)])
  const results = await session.run(new Map(session.inputs.map(({ name }) => [name, given.get(name)!])))
  await session.dispose()
  return new Map(
    outputs.map(
      (output) => [portName(output.of), Float64Array.from(results.get(outputName(output))!.data, Number)] as const,
    ),
  )
}

describe.each(testedBackends)('tfjs on %s against the native engine', (backend) => {
  it('has the same gradients from the same weights and batch', async () => {
    const { tf } = await openTfjs(backend)
    const artifact = emitTfjs(withLoss, { version: '' })
    const model = (await importTfjsModule(artifact.module)).create(tf)
    const { tensors, tableRows } = batch(1).feeds(artifact.inputs)
    const tensor = (value: HostTensor) => tf.tensor(Float32Array.from(value.data, Number), [...value.dims])
    const params = Object.fromEntries([...valuesOf(tableRows)].map(([name, value]) => [name, tensor(value)]))
    const given = Object.fromEntries(
      artifact.inputs.map(({ port, type }) => {
        const value = tensors.get(portName(port))!
        const data = Int32Array.from(value.data, Number)
        if (port.kind === 'offsets') return [portName(port), data]
        return [portName(port), type.dtype === 'int32' ? tf.tensor(data, [...value.dims], 'int32') : tensor(value)]
      }),
    )
    const expected = await nativeGradients()
    const { gradients } = model.gradients(params, given)
    expect(Object.keys(gradients).sort()).toEqual([...expected.keys()].sort())
    for (const [name, gradient] of Object.entries(gradients))
      expect(relativeDistance(gradient.dataSync(), expected.get(name)!), name).toBeLessThan(1e-4)
  })

  it('has the same losses over 20 steps, and the same values after them', async () => {
    const [a, b] = [await native(), await tfjs(backend)]
    for (let step = 1; step <= 20; step++) {
      const wanted = await a.step(batch(step).feeds(a.inputs), hyperAt(step))
      const found = await b.step(batch(step).feeds(b.inputs), hyperAt(step))
      expect(Math.abs(found.loss - wanted.loss) / wanted.loss, `step ${step}`).toBeLessThan(1e-4)
      expect(found.losses.get('click')).toBeCloseTo(wanted.losses.get('click')!, 5)
    }
    for (const which of ['parameters', 'state'] as const) {
      const [wanted, found] = [a[which](), b[which]()]
      expect([...found.keys()]).toEqual([...wanted.keys()])
      for (const [name, { data, dims }] of wanted) {
        expect(found.get(name)!.dims, name).toEqual(dims)
        const values = Float64Array.from(found.get(name)!.data, Number)
        expect(relativeDistance(values, Float64Array.from(data, Number)), name).toBeLessThan(1e-3)
      }
    }
  })

  it('continues a checkpoint of the native engine, and gives its logits', async () => {
    const a = await native()
    for (let step = 1; step <= 5; step++) await a.step(batch(step).feeds(a.inputs), hyperAt(step))
    const values = [...a.parameters(), ...a.state()].map(
      ([name, { dims, data }]) => [name, floats(data.slice(), ...dims)] as const,
    )
    const b = await tfjs(backend, new Map(values))
    const [wanted, found] = [
      await a.scorer.logits(batch(6).feeds(a.scorer.inputs)),
      await b.scorer.logits(batch(6).feeds(b.scorer.inputs)),
    ]
    expect([...found.keys()].sort()).toEqual([...wanted.keys()].sort())
    for (const [name, logits] of wanted) expect(relativeDistance(found.get(name)!, logits), name).toBeLessThan(1e-5)
    const next = await a.step(batch(6).feeds(a.inputs), hyperAt(6))
    expect((await b.step(batch(6).feeds(b.inputs), hyperAt(6))).loss).toBeCloseTo(next.loss, 5)
  })

  it('keeps no tensors from step to step', async () => {
    const { tf } = await openTfjs(backend)
    const trainer = await tfjs(backend)
    const turn = async (step: number): Promise<number> => {
      await trainer.step(batch(step).feeds(trainer.inputs), hyperAt(step))
      await trainer.scorer.logits(batch(step).feeds(trainer.scorer.inputs))
      return tf.memory().numTensors
    }
    const first = await turn(1)
    expect(await turn(2)).toBe(first)
    expect(await turn(3)).toBe(first)
  })
})
