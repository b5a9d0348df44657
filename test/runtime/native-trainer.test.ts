import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evaluateGraph, fromHost } from '../../src/graph/evaluate-graph.ts'
import { isOutput, outputName } from '../../src/graph/outputs.ts'
import { portName } from '../../src/graph/ports.ts'
import { floats, type HostTensor, scalar } from '../../src/graph/tensor.ts'
import { openNativeScorer } from '../../src/runtime/native-scorer.ts'
import { openNativeTrainer } from '../../src/runtime/native-trainer.ts'
import type { Trainer } from '../../src/runtime/trainer.ts'
import { batch, forwardGraph, hyperAt, initialValues, trainingGraph } from './model.ts'

const forward = forwardGraph()
const training = trainingGraph(forward)
const start = (values: ReadonlyMap<string, HostTensor> = initialValues()): Promise<Trainer> =>
  openNativeTrainer({ training, forward, values, threads: 1 })

/** Copies: the trainer's own change with the next step. */
const all = (trainer: Trainer): Map<string, HostTensor> =>
  new Map(
    [...trainer.parameters(), ...trainer.state()].map(([name, { dims, data }]) => [
      name,
      floats(data.slice(), ...dims),
    ]),
  )

const bytesOf = (values: ReadonlyMap<string, HostTensor>): string =>
  [...values]
    .map(([name, { data }]) => `${name}=${ArrayBuffer.isView(data) ? Buffer.from(data.buffer).toString('hex') : ''}`)
    .join('\n')

/** Rows of a table, as the trainer gathers them. */
function rowsOf(tensor: HostTensor, rows: Int32Array): HostTensor {
  if (tensor.dtype !== 'float32') throw new Error('tables are floats')
  const width = tensor.data.length / tensor.dims[0]!
  const data = [...rows].flatMap((row) => [...tensor.data.subarray(row * width, (row + 1) * width)])
  return floats(Float32Array.from(data), rows.length, ...tensor.dims.slice(1))
}

describe('the native trainer', () => {
  let trainer: Trainer
  beforeAll(async () => {
    trainer = await start()
  })
  afterAll(() => trainer.dispose())

  it('steps as the reference does in doubles, and leaves other rows of the table alone', async () => {
    const given = batch(1)
    const feeds = given.feeds(trainer.inputs)
    const hyper = hyperAt(1)
    const before = all(trainer)
    const touched = feeds.tableRows.get('users')!
    const reference = new Map(
      training.ops.flatMap((op) => {
        if (op.kind !== 'input') return []
        const { port } = op.attributes
        const name = portName(port)
        const whole = before.get(name)
        const tensor =
          port.kind === 'hyper'
            ? scalar(hyper.get(port.name)!)
            : whole && op.type.rows.kind === 'table'
              ? rowsOf(whole, touched)
              : (whole ?? feeds.tensors.get(name)!)
        return [[name, fromHost(op.type, tensor)] as const]
      }),
    )
    const expected = evaluateGraph(training, reference, given.environment)
    const { loss, losses } = await trainer.step(feeds, hyper)
    expect(loss).toBeCloseTo(expected.get('loss')!.data[0]!, 6)
    expect(losses.get('click')).toBe(loss)
    const after = all(trainer)
    for (const update of training.outputs.filter(isOutput('update'))) {
      const [name, value] = [outputName(update), after.get(portName(update.of))!]
      const found = value.dims[0] === 10 ? rowsOf(value, touched) : value
      expected.get(name)!.data.forEach((wanted, i) => {
        expect(Number(found.data[i]), `${name}[${i}]`).toBeCloseTo(wanted, 5)
      })
    }
    const untouched = Int32Array.of(0, 1, 4, 8)
    expect(rowsOf(after.get('table/users')!, untouched)).toEqual(rowsOf(before.get('table/users')!, untouched))
  })

  it('learns', async () => {
    const first = await trainer.step(batch(2).feeds(trainer.inputs), hyperAt(2))
    let last = first
    for (let step = 3; step < 120; step++) last = await trainer.step(batch(step).feeds(trainer.inputs), hyperAt(step))
    expect(last.loss).toBeLessThan(first.loss / 2)
  })

  it('gives log-odds for the rows of each surface, whose loss is what a step reports', async () => {
    const given = batch(7)
    const logits = await trainer.scorer.logits(given.feeds(trainer.scorer.inputs))
    expect([...logits].map(([name, { length }]) => [name, length])).toEqual([
      ['logit/click/home_feed', 10],
      ['logit/click/search', 14],
    ])
    const z = [...logits.get('logit/click/home_feed')!, ...logits.get('logit/click/search')!]
    const feeds = given.feeds(trainer.inputs)
    const labels = feeds.tensors.get('label/click/home_feed+search')!.data
    const loss =
      z.reduce((sum, logit, i) => sum + Math.log1p(Math.exp(logit)) - Number(labels[i]) * logit, 0) / z.length
    expect((await trainer.step(feeds, hyperAt(120))).loss).toBeCloseTo(loss, 5)
  })

  it('continues from its own values bit for bit', async () => {
    const a = await start()
    for (let step = 1; step <= 3; step++) await a.step(batch(step).feeds(a.inputs), hyperAt(step))
    const b = await start(all(a))
    for (let step = 4; step <= 6; step++)
      for (const each of [a, b]) await each.step(batch(step).feeds(each.inputs), hyperAt(step))
    expect(bytesOf(all(b))).toBe(bytesOf(all(a)))
    await a.dispose()
    await b.dispose()
  })

  it('refuses values of another size, and names', async () => {
    await expect(start(new Map([['w', floats(new Float32Array(3), 3)]]))).rejects.toThrow("'w' has 56 floats, not 3")
    await expect(start(new Map([['nothing', scalar(1)]]))).rejects.toThrow("'nothing'")
  })

  it('takes the arrays over that it is given, and trains a table in place', async () => {
    const values = initialValues()
    const given = values.get('table/users')!.data
    const before = [...given]
    const trainer = await start(values)
    await trainer.step(batch(1).feeds(trainer.inputs), hyperAt(1))
    expect(trainer.parameters().get('table/users')!.data).toBe(given)
    expect([...given]).not.toEqual(before)
    await trainer.dispose()
  })
})

describe('a native scorer', () => {
  it('gives the logits of the trainer that has these values, bit for bit', async () => {
    const trainer = await start()
    for (let step = 1; step <= 3; step++) await trainer.step(batch(step).feeds(trainer.inputs), hyperAt(step))
    const scorer = await openNativeScorer({ forward, values: trainer.parameters(), threads: 1 })
    const feeds = batch(4).feeds(scorer.inputs)
    expect(await scorer.logits(feeds)).toEqual(await trainer.scorer.logits(feeds))
    await scorer.dispose()
    await trainer.dispose()
  })

  it('refuses the state of an optimizer: it has no place for it', async () => {
    const values = new Map([...initialValues(), ['state/x/m', scalar(0)]])
    await expect(openNativeScorer({ forward, values, threads: 1 })).rejects.toThrow("'state/x/m'")
  })
})
